"""Slips of YAML as Chinese offices type it, found line by line before parsing.

The parser would report most of them one line too late, in other words, or not at all. Each slip is reported
and mended in a copy, so that the rest of the file can still be read and all its problems shown at once.
"""

from __future__ import annotations

import re

from builder.reading.characters import BLANKS, INVISIBLE, WIDE_DASHES, WIDE_SPACES, Line
from builder.reading.mended import Mended, Trap

KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)[ " + WIDE_SPACES + r"]*([:：])")
GLUED = re.compile(r"[a-z][a-z0-9_]*:(?=[^\s:/" + WIDE_SPACES + "])")
WIDE_KEY = re.compile(r"[a-z][a-z0-9_]*：")
BLOCK = re.compile(r"[|>][-+0-9]{0,2}[ ]*(?:#.*)?")
WIDE_DASH = re.compile(f"[{WIDE_DASHES}](?=[{BLANKS}])")
GLUED_DASH = re.compile(r"-(?=[a-z][a-z0-9_]*:(?: |$))")
WIDE_HASH = "＃"
WIDE_COMMENT = re.compile(f"(?<=[{BLANKS}]){WIDE_HASH}")
GLUED_HASH = re.compile(r"(?<= )#(?=[^\s#])")
OTHER_KEY = re.compile(r"[^'\"\[{#][^#]*?:(?= |$)")
SPACE_NAMES = {"\t": "制表符", "\u3000": "全角空格", "\u00a0": "不换行空格"}
FLOW_MARKS = {"，": ",", "、": ",", "［": "[", "］": "]", "｛": "{", "｝": "}"}


def mend(text: str) -> Mended:
    """Find the slips of a text and mend them in a copy."""
    originals = re.split(r"\r\n|\r|\n", text)
    scanner = _Scanner()
    result = Mended("", scanner.traps, originals)
    for number, original in enumerate(originals, 1):
        line = Line(original)
        scanner.scan(number, line)
        if line.changed:
            result.changed[number] = line
    texts = [result.changed[n].text if n in result.changed else line for n, line in enumerate(originals, 1)]
    result.text = "\n".join(texts)
    return result


class _Scanner:
    """Goes down the lines and knows what each begins in: quotation, text block, brackets or plain words."""

    def __init__(self) -> None:
        self.traps: list[Trap] = []
        self.quote: str | None = None
        self.opened = (0, 0, 0)
        """Where the quotation that is still open began: line, column, width."""
        self.swallows = False
        """Whether a line with a key stands inside the open quotation."""
        self.block: int | None = None
        self.plain: int | None = None
        self.brackets: list[str] = []
        self.levels: list[int] = []
        """Columns on which the lines above begin, outer first."""
        self.number = 0
        self.line = Line("")

    def scan(self, number: int, line: Line) -> None:
        self.number, self.line = number, line
        self.invisible()
        if self.block is not None:
            if self.indent() > self.block or not line.text.strip():
                return
            self.block = None
        if self.quote is None:
            self.trailing()
            start = self.indentation()
            self.content(start)
        else:
            end = self.quote_end(0, self.quote)
            self.swallows |= bool(KEY.match(line.text[:end].lstrip("- ")))
            if end is not None:
                self.quote = None
                self.after_quote(end, None)

    def open_quote(self, quote: str, at: int) -> None:
        """A quotation goes on over the end of the line."""
        column = self.line.column(at)
        self.quote, self.swallows = quote, False
        self.opened = (self.number, column, max(1, self.line.column(len(self.line.text)) - column))

    def trap(self, code: str, start: int, end: int, found: str, hint: str | None = None) -> None:
        column = self.line.column(start)
        width = max(1, self.line.column(end) - column)
        self.traps.append(Trap(code, self.number, column, width, found, hint))

    def indent(self) -> int:
        text = self.line.text
        return len(text) - len(text.lstrip(BLANKS))

    def invisible(self) -> None:
        while match := INVISIBLE.search(self.line.text):
            self.trap("E008", match.start(), match.end(), f"U+{ord(match[0]):04X}")
            self.line.replace(match.start(), match.end(), "")

    def blanks(self, start: int, end: int, *, wide: str) -> int:
        """Report and mend wrong blanks in ``text[start:end]``; returns where the stretch now ends."""
        text = self.line.text
        for code, wrong in (("E007", "\t"), ("E006", WIDE_SPACES)):
            bad = [at for at in range(start, end) if text[at] in wrong]
            if bad:
                self.trap(code, bad[0], bad[-1] + 1, SPACE_NAMES.get(text[bad[0]], "特殊空格"))
        for at in range(end - 1, start - 1, -1):
            if text[at] != " ":
                new = wide if text[at] in "\t\u3000" else " "
                self.line.replace(at, at + 1, new)
                end += len(new) - 1
        return end

    def trailing(self) -> None:
        text = self.line.text
        if text.rstrip(BLANKS) and text[-1] in BLANKS:
            self.blanks(len(text.rstrip(BLANKS)), len(text), wide=" ")

    def indentation(self) -> int:
        """Mend the blanks before a line so that it falls on a level that is there, if it can."""
        blanks = self.line.text[: self.indent()]
        widths = [2, 4, 8] if "\t" in blanks else [2, 1]
        counted = sum(blank in "\t\u3000" for blank in blanks)
        ends = {len(blanks) + counted * (width - 1): width for width in widths}
        width = next((ends[level] for level in reversed(self.levels) if level in ends), 2)
        return self.blanks(0, self.indent(), wide=" " * width)

    def content(self, at: int) -> None:
        text = self.line.text
        if at >= len(text) or text[at] == "#":
            return
        if self.brackets:
            self.flow(at)
            return
        if self.plain is not None and at > self.plain:
            self.wide_colon(at)
            return
        if text[at] == WIDE_HASH:
            self.wide_hash(at)
            return
        self.plain = None
        parent = at
        self.levels = [level for level in self.levels if level < at] + [at]
        while (step := self.dash(at)) is not None:
            parent, at = at, step
            self.levels.append(at)
        self.entry(parent, at)

    def dash(self, at: int) -> int | None:
        """Step over one list mark; returns where the item begins."""
        if WIDE_DASH.match(self.line.text, at):
            self.trap("E027", at, at + 1, self.line.text[at], "-")
            self.line.replace(at, at + 1, "-")
        if GLUED_DASH.match(self.line.text, at):
            self.trap("E009", at, at + 1, "-", "- ")
            self.line.replace(at, at + 1, "- ")
        text = self.line.text
        if text[at : at + 1] != "-" or text[at + 1 : at + 2].strip(BLANKS):
            return None
        end = len(text) - len(text[at + 1 :].lstrip(BLANKS))
        return self.blanks(at + 1, end, wide=" ")

    def entry(self, parent: int, at: int) -> None:
        """One key and its value, or a value alone."""
        column = at
        if not self.wide_colon(at):
            self.glued_colon(at)
        if (match := KEY.match(self.line.text, at)) and match[2] == ":" and self.separates(match.end()):
            at = self.blanks(match.end(), self.skip(match.end()), wide=" ")
        elif colon := OTHER_KEY.match(self.line.text, at):
            at = self.skip(colon.end())
        else:
            column = parent
        self.value(column, at)

    def wide_hash(self, at: int) -> None:
        """The comment sign of a Chinese keyboard would make a comment part of the data."""
        self.trap("E031", at, at + 1, WIDE_HASH, "#")
        self.line.replace(at, at + 1, "#")

    def glued_hash(self, at: int, hash_at: int) -> None:
        """What follows a number sign behind a blank is a comment, which was hardly meant by 第 #1 项."""
        whole = self.line.text[at:].rstrip()
        quoted = "'" + whole.replace("'", "''") + "'"
        self.trap("E032", hash_at, len(self.line.text.rstrip()), whole[hash_at - at :], quoted)
        self.line.replace(at, at + len(whole), quoted)

    def separates(self, end: int) -> bool:
        return self.line.text[end : end + 1].strip(BLANKS) == ""

    def skip(self, at: int) -> int:
        text = self.line.text
        return len(text) - len(text[at:].lstrip(BLANKS))

    def wide_colon(self, at: int) -> bool:
        """A key of ours is followed by the full-width colon of a Chinese keyboard."""
        match = WIDE_KEY.match(self.line.text, at)
        if match is None:
            return False
        end = match.end()
        self.trap("E005", at, end, match[0], match[0][:-1] + ": ")
        self.line.replace(end - 1, end, ":" if self.line.text[end : end + 1] in ("", " ") else ": ")
        return True

    def glued_colon(self, at: int) -> None:
        """No space follows the colon after a key."""
        if match := GLUED.match(self.line.text, at):
            self.trap("E009", at, match.end(), match[0], match[0] + " ")
            self.line.replace(match.end() - 1, match.end(), ": ")

    def value(self, column: int, at: int) -> None:
        text = self.line.text
        first = text[at : at + 1]
        if first in ("'", '"'):
            end = self.quote_end(at + 1, first)
            if end is None:
                self.open_quote(first, at)
            else:
                self.after_quote(end, at)
        elif first == "｛" and KEY.match(text, self.skip(at + 1)):
            self.trap("E011", at, at + 1, first, "{")
            self.line.replace(at, at + 1, "{")
            self.flow(at)
        elif first in ("[", "{"):
            self.flow(at)
        elif BLOCK.fullmatch(text, at):
            self.block = column
        elif first and first != "#":
            self.plain = column
            if behind := WIDE_COMMENT.search(text, at):
                self.wide_hash(behind.start())
            elif lost := GLUED_HASH.search(text, at):
                self.glued_hash(at, lost.start())

    def quote_end(self, at: int, quote: str) -> int | None:
        """The index after the closing quotation mark, or None when the line ends first."""
        text = self.line.text
        while at < len(text):
            if text[at] == "\\" and quote == '"':
                at += 2
            elif text[at] == quote:
                if quote == "'" and text[at + 1 : at + 2] == "'":
                    at += 2
                else:
                    return at + 1
            else:
                at += 1
        return None

    def after_quote(self, end: int, start: int | None) -> None:
        """Only a comment, a comma or a bracket may follow a quotation."""
        text = self.line.text
        rest = text[end:].lstrip(BLANKS)
        if start is None and self.swallows and rest and rest[0] not in ",]}:#，］｝":
            self.traps.append(Trap("E020", *self.opened, ""))
            return
        if self.brackets:
            if rest and rest[0] not in ",]}:#，］｝":
                self.trap("E010", end if start is None else start, len(text), text[start or 0 :])
            self.flow(end)
            return
        if not rest or rest.startswith("#"):
            return
        if rest[0] == ":":
            self.value(0, self.skip(end + text[end:].index(":") + 1))
            return
        begin = 0 if start is None else start
        whole = re.split(r" #", text[begin:])[0].rstrip()
        quoted = "'" + whole.replace("'", "''") + "'"
        self.trap("E010", begin, begin + len(whole), whole, quoted if start is not None else None)
        if start is not None:
            self.line.replace(begin, begin + len(whole), quoted)

    def flow(self, at: int) -> None:
        """Brackets, over as many lines as they take."""
        while at < len(self.line.text):
            at = self.flow_step(at)

    def flow_step(self, at: int) -> int:
        text = self.line.text
        char = text[at]
        if char == "#" and (at == 0 or text[at - 1] in BLANKS):
            return len(text)
        if char in FLOW_MARKS and self.is_mark(at):
            self.trap("E011", at, at + 1, char, FLOW_MARKS[char])
            self.line.replace(at, at + 1, FLOW_MARKS[char])
            return at
        if char in BLANKS:
            return self.blanks(at, self.skip(at), wide=" ")
        if char in "[{":
            self.brackets.append(char)
        elif char in "]}" and self.brackets:
            self.brackets.pop()
            if not self.brackets:
                return len(text)
        elif char in "'\"" and text[:at].rstrip(BLANKS)[-1:] in ("", "[", "{", ",", ":"):
            end = self.quote_end(at + 1, char)
            if end is None:
                self.open_quote(char, at)
                return len(text)
            self.after_quote(end, at)
            return len(self.line.text)
        elif self.is_word_start(at) and not self.wide_colon(at):
            self.glued_colon(at)
        return at + 1

    def is_word_start(self, at: int) -> bool:
        return self.brackets[-1:] == ["{"] and self.line.text[:at].rstrip(BLANKS)[-1:] in ("{", ",")

    def is_mark(self, at: int) -> bool:
        """In a list a Chinese comma was meant as a comma; in a mapping it may belong to a text."""
        if not self.brackets or self.line.text[at] in "［］｛｝":
            return bool(self.brackets)
        if self.brackets[-1] == "[":
            return True
        return re.match(r"[，、][ 　]*[a-z_]+[ 　]*[:：]", self.line.text[at:]) is not None
