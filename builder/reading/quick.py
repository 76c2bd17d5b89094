"""The short way to plain data, for texts in which nothing can be wrong with the form.

It takes only what is certain: a text with any character or word that some trap could lie behind goes the
long way (`builder.reading.document`), which alone knows problems and places. A test holds that both ways
give the same data for whatever the short one takes.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from builder.reading.characters import INVISIBLE, WIDE_DASHES, WIDE_SPACES
from builder.reading.scalars import is_yes_no, quoted, resolve

MOST_LEVELS = 24
"""Deeper nesting than this is no data of ours."""

_CHARACTERS = re.compile(INVISIBLE.pattern[:-1] + "\t\r［］｛｝＃" + WIDE_SPACES + "]")
"""Characters nobody sees, blanks that are no spaces, brackets and the comment sign of a Chinese keyboard."""

_MOST_BRACKETS = 2000
"""The parser in C goes one call deeper for each level: what might be deep is left to the long way."""

_STARTS = re.compile(
    rf"\n(?:[ -]{{200}}| *(?:- +)*(?:[a-z][a-z0-9_]*:[^\s:/]|[{WIDE_DASHES}][ ]|[?&*!%@`|>]|-[a-z])"
    r"|---|\.\.\.)"
)
"""Lines that begin very deep, with a key without a blank behind it, a wrong dash, or a sign we do not use."""

_NEAR, _COLON = re.compile("：(?<=[a-z0-9_]：)"), re.compile("[a-z][a-z0-9_]*：")
"""A Chinese colon behind what may be a key: the first is quickly looked for, the second is sure."""

_COMMA, _COMMA_IN_LIST = re.compile(r"[，、] *[a-z_]+ *[:：]"), re.compile(r"\[[^\]]*[，、]")
"""A Chinese comma that may have been meant to part the fields of an object or the entries of a list."""

_GLUED_HASH = re.compile(r"[^\s] +#[^\s#]")
"""A comment behind a value that begins without a blank: perhaps it is no comment."""

_GLUED_IN_BRACES = re.compile(r"[{,] *[a-z][a-z0-9_]*:[^\s:/]")
"""A key in braces without a blank behind its colon: it would be part of the key."""

_MARKS = "&*!"
_MARK = re.compile(rf"[\s\[{{,:-][{_MARKS}]")
_QUOTE = re.compile("['\"]")
_WHOLE_QUOTE = re.compile(r"(?:'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\") *(?:$|[,\]}:]|#)", re.MULTILINE)
_BEFORE_VALUE = "\n:[{,-"
"""What stands before a value, blanks apart; a quotation mark behind anything else is part of a text."""


class _Nodes(yaml.cyaml.CParser if yaml.__with_libyaml__ else object):  # type: ignore[misc]
    """The parser in C, without PyYAML's own reading of words: `builder.reading.scalars` has ours."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        """Tags by path are not used."""

    def ascend_resolver(self) -> None:
        """Tags by path are not used."""


class _UncertainError(Exception):
    """Something that the long way has to look at."""


_words: dict[str, object] = {}
"""Values of unquoted words seen so far: most of them come again and again."""

_keys: set[str] = set()
"""Unquoted keys seen so far that are sound."""

_MOST_WORDS = 100_000


def quick(text: str) -> object:
    """The data of a text without any problem of form, or None when the long way has to decide."""
    if not yaml.__with_libyaml__ or not _is_plain(text):
        return None
    try:
        node = _Nodes(text).get_single_node()
        return None if node is None else _value(node, 0)
    except (_UncertainError, yaml.YAMLError):
        return None


def forget() -> None:
    """Forget the words met so far: what was read keeps those that it needs."""
    _words.clear()


def _is_plain(text: str) -> bool:
    """Whether no trap can lie in a text."""
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        return False
    if _CHARACTERS.search(text) or _STARTS.search("\n" + text):
        return False
    if any(mark in text for mark in _MARKS) and _MARK.search(text):
        return False
    if "{" in text and _GLUED_IN_BRACES.search(text):
        return False
    if " #" in text and _GLUED_HASH.search(text):
        return False
    if _NEAR.search(text) and _COLON.search(text):
        return False
    if _COMMA.search(text) or _COMMA_IN_LIST.search(text):
        return False
    return _quotes_are_whole(text)


def _quotes_are_whole(text: str) -> bool:
    """Whether every quotation is closed and nothing stands behind it on its line."""
    at = 0
    while mark := _QUOTE.search(text, at):
        start = mark.start()
        before = start - 1
        while before >= 0 and text[before] == " ":
            before -= 1
        at = start + 1
        if before < 0 or text[before] in _BEFORE_VALUE:
            whole = _WHOLE_QUOTE.match(text, start)
            if whole is None:
                return False
            at = whole.end()
    return True


def _value(node: Any, depth: int) -> object:
    kind = node.__class__
    if kind is yaml.ScalarNode:
        word: str = node.value
        if node.style:
            return quoted(word, node.style)
        return _words[word] if word in _words else _resolved(word)
    if depth >= MOST_LEVELS:
        raise _UncertainError
    depth += 1
    if kind is yaml.SequenceNode:
        return [_value(item, depth) for item in node.value]
    made: dict[str, object] = {}
    for key_node, item in node.value:
        if key_node.__class__ is not yaml.ScalarNode:
            raise _UncertainError
        key = key_node.value
        if key in made or (key not in _keys and not key_node.style and not _is_sound(key)):
            raise _UncertainError
        made[key] = _value(item, depth)
    return made


def _is_sound(key: str) -> bool:
    """Whether an unquoted key is one for every reader of YAML."""
    if key in ("", "<<") or is_yes_no(key):
        return False
    _keys.add(key)
    return True


def _resolved(word: str) -> object:
    resolved = resolve(word)
    if resolved.code:
        raise _UncertainError
    if len(_words) < _MOST_WORDS:
        _words[word] = resolved.value
    return resolved.value
