"""What admins hand in: YAML text with its checks, single changes of it, pages made of it, notices."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import html5lib
import yaml

from builder.draft.docx import UnreadableError, docx_text
from builder.draft.opening import decoded
from builder.draft.pdf import pdf_text
from builder.editor.publish import registers
from builder.reading import read_bytes
from tests.builder.broken import FIXTURES
from tests.fuzz.mutate import HOSTILE, VALUES, changed_bytes, changed_text, changed_zip
from tests.fuzz.target import Target, ask, is_sentence, promise
from xueshi import jsontext

DATA = FIXTURES / "data"
DOOR = "builder.editor.door:"
PLACE = "cities/minghe/2025.yml"
MOST_LINES = 8
"""Lines that a single word of a file takes."""

SAFE = ("https://", "http://", "#", "mailto:", "tel:", "../", "/")
"""How addresses of links may begin, besides plain names."""


@cache
def ready() -> str:
    """The text of a sound year; the files beside it are handed over."""
    files = jsontext.loads(jsontext.dumps(dict(registers(DATA))))
    cases = PLACE.replace(".yml", ".cases.yml")
    ask(DOOR + "beside", {"files": files, "texts": {cases: (DATA / cases).read_text("utf-8")}})
    return (DATA / PLACE).read_text("utf-8")


@cache
def files() -> tuple[bytes, ...]:
    """Data files, sound and broken ones, and short ones whose parts meet often."""
    found = [path.read_bytes() for path in sorted(DATA.rglob("*.yml"))]
    found += [path.read_bytes() for path in sorted(FIXTURES.glob("broken/E0*/*.yml"))]
    return (*found, b"a: &x [1, *x]\n", b"a:\n  - b: |\n      c\n  - {d: 'e', \"f\": g}\n", b"")


def check_yaml(data: bytes) -> None:
    """A file is read as plain data, or every problem is told with a place within it."""
    reading = read_bytes(data, "2025.yml")
    promise(reading.data is not None or reading.problems or _is_nothing(data), "nothing read, nothing told")
    for problem in reading.problems:
        promise(problem.line >= 1 and problem.column >= 1, f"no place: {problem}")


def _is_nothing(data: bytes) -> bool:
    """Whether a file says that it holds nothing, as ``~`` does: then it is told later to lack everything."""
    return yaml.safe_load(data) is None


def check_open(data: bytes) -> None:
    """The editor opens a file or refuses it in words, and what it opened is there to the last letter."""
    ready()
    opened = ask(DOOR + "open", {"bytes": data, "name": "2025.yml"})
    if opened["text"] is None:
        is_sentence(opened["refused"])
        return
    promise(opened["text"] == _text(data), "the text is another")
    _check_state(opened["text"], opened["place"])


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return text.replace("\r\n", "\n")


def _check_state(text: str, place: str) -> None:
    state = ask(DOOR + "state", {"text": text, "place": place, "cases": True})
    promise(state["text"] == text, "the text is another")
    for problem in (*state["problems"], *state["elsewhere"]):
        is_sentence(problem["message"])
    is_sentence(state["closing"])


def check_checks(text: str) -> None:
    """All checks of a changed year end, and each finding is a sentence."""
    ready()
    _check_state(text, PLACE)


def make_edit(rng: Random) -> dict[str, Any]:
    """One change of the form at some place of the text, with some value."""
    data = ask(DOOR + "state", {"text": ready(), "place": PLACE})["data"]
    path: list[str | int] = []
    while isinstance(data, dict | list) and data and (not path or rng.random() < 0.8):
        key = rng.choice(list(data)) if isinstance(data, dict) else rng.randrange(len(data))
        path.append(key)
        data = data[key]
    kind = rng.choice(("set", "set", "set", "insert", "remove", "move"))
    value = {"scalar": rng.choice(HOSTILE)} if rng.random() < 0.8 else rng.choice(VALUES)
    leaf = kind == "set" and not isinstance(data, dict | list)
    return {"kind": kind, "path": path, "value": rng.randrange(4) if kind == "move" else value, "leaf": leaf}


def check_edit(edit: dict[str, Any]) -> None:
    """The change is made and stands in the text as it was typed, or it is refused; the rest stays."""
    state = ask(DOOR + "edit", {**edit, "text": ready(), "place": PLACE})
    if state["refused"]:
        is_sentence(state["refused"])
        return
    gone = set(ready().splitlines()) - set(state["text"].splitlines())
    promise(not edit["leaf"] or len(gone) <= MOST_LINES, f"{len(gone)} lines are gone")


# Pages made of hostile words


@cache
def words() -> tuple[str, ...]:
    """Lines of the sound year that hold words of an admin's own choice."""
    names = ("summary:", "text:", "note:", "wording:", "what:", "name:", "title:", "how:", "condition:")
    return tuple(line for line in ready().splitlines() if line.strip().lstrip("- ").startswith(names))


def make_page(rng: Random) -> str:
    """The year with a hostile word in some of its texts."""
    text = ready()
    for line in rng.sample(words(), min(len(words()), rng.randrange(1, 4))):
        word = rng.choice(
            [
                word
                for word in HOSTILE
                if word.isprintable() and not any(0xD800 <= ord(c) < 0xE000 for c in word)
            ]
        )
        name = line.partition(":")[0]
        text = text.replace(line, f"{name}: {jsontext.dumps('某' + word + '某')}", 1)
    return text


def check_page(text: str) -> None:
    """The page of a year shows what was written and interprets nothing of it."""
    ready()
    answer = ask(DOOR + "preview", {"text": text, "place": PLACE})
    if answer["refused"]:
        is_sentence(answer["refused"])
        return
    promise("50533" not in answer["html"], "a template was run")
    is_plain(answer["html"])


def is_plain(html: str) -> None:
    """HTML of ours: no script, no handler, no address of a foreign kind."""
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        promise(
            element.tag not in ("script", "iframe", "object", "embed", "base", "meta", "link"), element.tag
        )
        for name, value in element.attrib.items():
            promise(not str(name).startswith("on"), f"{element.tag} {name}")
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                kind = value.strip().lower()
                promise(":" not in kind.partition("/")[0] or kind.startswith(SAFE), f"{name}={value}")
                promise(element.tag != "img" or not kind.startswith(("http", "//")), f"{name}={value}")


# Notices


@cache
def notices() -> tuple[str, ...]:
    """Texts of notices, all invented."""
    found = sorted([*FIXTURES.glob("notices/*.txt"), *FIXTURES.glob("sources/*.txt")])
    return tuple(path.read_text("utf-8") for path in found)


def check_notice(text: str) -> None:
    """Drafts of the notice, or a sentence; what was not found is left open."""
    ready()
    answer = ask(DOOR + "draft", {"city": "minghe", "year": "2025", "text": text, "bytes": None})
    if answer["refused"]:
        is_sentence(answer["refused"])
        return
    for name, content in answer["files"].items():
        if name.endswith(".yml"):
            problems = read_bytes(content.encode("utf-8", "replace"), name).problems
            promise(
                not [item for item in problems if item.is_error and item.code < "E100"], f"{name}: {problems}"
            )


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
NUMBERS = (
    f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


@cache
def word_files() -> tuple[bytes, ...]:
    """Notices as Word files."""
    found = []
    for text in notices()[:3]:
        lines = text.replace("&", "").replace("<", "").splitlines()[:20]
        words = "".join(f"<w:p>{NUMBERED}<w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "word/document.xml", f"<w:document {WORD}><w:body>{words}{TABLE}</w:body></w:document>"
            )
            archive.writestr("word/numbering.xml", NUMBERS)
        found.append(out.getvalue())
    return tuple(found)


def check_docx(data: bytes) -> None:
    """The text of a Word file, or a sentence; anything else as plain text."""
    try:
        promise(isinstance(docx_text(data) if data[:2] == b"PK" else decoded(data), str), "no text")
    except UnreadableError as error:
        is_sentence(str(error))


@cache
def pdf_files() -> tuple[bytes, ...]:
    """A small PDF with a text layer, written by hand."""
    stream = (
        b"BT /F1 12 Tf 72 700 Td (" + b"Continuing education 2025, 90 hours, 30 public. " * 3 + b") Tj ET"
    )
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data = b"%PDF-1.4\n"
    for number, part in enumerate(parts, start=1):
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    return (data + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n",)


def check_pdf(data: bytes) -> None:
    """The text of a PDF, or a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.pdf"
        path.write_bytes(data)
        try:
            promise(isinstance(pdf_text(path)[0], str), "no text")
        except UnreadableError as error:
            is_sentence(str(error))


def _changed_year(rng: Random) -> str:
    return changed_text(rng, [ready()]).encode("utf-8", "replace").decode()


TARGETS = (
    Target(
        "yaml", "管理员的 YAML（读）", lambda rng: changed_bytes(rng, files()), check_yaml, bytes, share=10
    ),
    Target(
        "open", "数据编辑页打开文件并检查", lambda rng: changed_bytes(rng, files()), check_open, share=100
    ),
    Target("checks", "改动过的年度的全部检查", _changed_year, check_checks, share=100),
    Target("edit", "表单里的单处改动", make_edit, check_edit, share=200),
    Target("preview", "预览的网页里不解释任何文字", make_page, check_page, share=200),
    Target("notice", "通知的文字起草", lambda rng: changed_text(rng, notices()), check_notice, share=50),
    Target("docx", "通知（Word）", lambda rng: changed_zip(rng, word_files()), check_docx, bytes, share=4),
    Target("pdf", "通知（PDF）", lambda rng: changed_bytes(rng, pdf_files()), check_pdf, share=20),
)
