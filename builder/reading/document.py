"""One YAML text to plain data with places, and every problem of its form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import yaml

from builder.reading.mended import Mended
from builder.reading.places import START, Place, Places
from builder.reading.problem import Problem
from builder.reading.quick import MOST_LEVELS, quick
from builder.reading.scalars import is_yes_no, quoted, resolve
from builder.reading.translate import Complaint, translate
from builder.reading.traps import mend
from xueshi.model.structure import Path

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
INDENT_CODES = frozenset({"E006", "E007", "E027"})


class Refused:
    """Stands for a value that was refused: no kind of value, so that nothing is made of it."""

    def __str__(self) -> str:
        return "（引用）"


@dataclass(frozen=True)
class Reading:
    """What one text holds: plain data (None when it cannot be parsed), places and problems."""

    data: object
    found: Places | Callable[[], Places]
    """The places, or how to find them: of a text without problems hardly anybody asks for them."""
    problems: list[Problem]

    @cached_property
    def places(self) -> Places:
        """Where everything stands."""
        return self.found if isinstance(self.found, Places) else self.found()


def read_text(text: str, file: str) -> Reading:
    """Read one YAML text. Never raises for anything that can be typed; ``file`` is the name shown."""
    data = quick(text)
    if data is not None:
        return Reading(data, lambda: read_whole(text, file).places, [])
    return read_whole(text, file)


def read_whole(text: str, file: str) -> Reading:
    """Read one YAML text with the place of everything and all that is wrong with it."""
    mended = mend(text)
    places = Places(file, mended.lines)
    problems = [
        places.at(Place(trap.line, trap.column, trap.width), trap.code, trap.found, hint=trap.hint)
        for trap in mended.traps
    ]
    if not text.strip():
        return Reading(None, places, [places.at(START, "E002", "")])
    composer = _Composer(mended, places)
    complaint = _run(composer, mended)
    if complaint is not None:
        composer = _Composer(mended, places)
        complaint = _run(composer, mended, slow=True)
    crooked = {trap.line for trap in mended.traps if trap.code in INDENT_CODES}
    problems += [item for item in composer.problems if item.code != "E012" or item.line not in crooked]
    if complaint is None and composer.empty and not problems:
        problems.append(places.at(START, "E002", ""))
    if complaint is not None:
        line, column = mended.place(complaint.line, complaint.column)
        if complaint.code == "E023":
            # In brackets that are not closed, every later comma looks like one of theirs.
            problems = [item for item in problems if item.code != "E011" or item.line <= line]
        if not _follows(problems, line):
            place = _last_line_with_text(places, Place(line, column))
            if complaint.code == "E013":
                place = _mark_before(places, place)
            problems.append(
                places.at(place, complaint.code, complaint.found or _found(places, place, complaint))
            )
    whole = complaint is None and not composer.stopped
    return Reading(composer.data if whole else None, places, problems)


def _run(composer: _Composer, mended: Mended, *, slow: bool = False) -> Complaint | None:
    """Feed the parser's events to the composer. The slow parser is asked only for its clearer complaints."""
    try:
        for event in yaml.parse(mended.text, Loader=yaml.SafeLoader if slow else LOADER):
            composer.take(event)
            if composer.stopped:
                break
    except yaml.YAMLError as error:
        return translate(error)
    return None


def _follows(problems: list[Problem], line: int) -> bool:
    """Whether a complaint of the parser is only the consequence of a slip that is reported already."""
    return any(
        problem.line == line
        or (problem.code in INDENT_CODES and problem.line <= line)
        or (problem.code in ("E010", "E020") and problem.hint is None)
        for problem in problems
    )


def _found(places: Places, place: Place, complaint: Complaint) -> str:
    """What the parser leaves out of a complaint: the levels above a line, the word it stumbled over."""
    if complaint.code == "E019":
        return _levels(places, place.line)
    word = re.match(r"\S+", places.line(place.line)[place.column - 1 :])
    return word[0] if word and complaint.code == "E013" else ""


def _mark_before(places: Places, place: Place) -> Place:
    """The parser points behind the mark of a tag, an anchor or a reference: point at the mark."""
    before = places.line(place.line)[: place.column - 1]
    return Place(place.line, place.column - 1) if before.endswith(("&", "*", "!")) else place


def _levels(places: Places, number: int) -> str:
    """How far a line is indented, and how far those above it on which it might have been lined up."""
    own = _indent(places.line(number))
    levels: list[int] = []
    for line in places.lines[: number - 1]:
        if line.strip() and not line.lstrip().startswith("#"):
            levels = [level for level in levels if level < _indent(line)] + [_indent(line)]
            dashes = re.match(r" *((?:- +)+)", line)
            levels += [dashes.end()] if dashes else []
    return "" if own in levels else f"：它左边空 {own} 格，上面各层空 {'、'.join(map(str, levels))} 格"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _last_line_with_text(places: Places, place: Place) -> Place:
    """The parser notices some faults only at the end of the file: point at the last line with text."""
    number = min(place.line, len(places.lines))
    if number == place.line and places.line(number).strip():
        return place
    while number > 1 and not places.line(number).strip():
        number -= 1
    return Place(number, len(places.line(number)) + 1)


def _next_key(lines: list[str], column: int) -> str:
    """The field that follows at a column, before anything stands further left."""
    for line in lines:
        if line.strip() and line.lstrip()[0] != "#" and _indent(line) < column:
            own = re.match(r"(\w+) *:", line.lstrip()) if _indent(line) == column - 1 else None
            return own[1] if own else ""
    return ""


@dataclass(slots=True)
class _Frame:
    """A mapping or list being filled."""

    container: dict[str, object] | list[object]
    path: Path
    key: str | None = None
    key_place: Place = START
    drop: bool = False
    """The value of the current key is not kept: the key stands there twice."""


@dataclass(slots=True)
class _Composer:
    """Builds plain data out of events without recursion, and writes down where everything stands."""

    mended: Mended
    places: Places
    problems: list[Problem] = field(default_factory=list)
    data: object = None
    empty: bool = True
    stopped: bool = False
    documents: int = 0
    frames: list[_Frame] = field(default_factory=list)

    def take(self, event: Any) -> None:
        """Use one event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.document(event)
        elif isinstance(event, yaml.AliasEvent):
            self.alias(event)
        elif isinstance(event, yaml.ScalarEvent):
            self.marks(event)
            self.scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.marks(event)
            self.open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.frames.pop()

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.refuse("E014", event, "---")
            self.stopped = True
        elif event.version or event.tags:
            self.refuse("E013", event, "%")

    def alias(self, event: Any) -> None:
        """A reference to another value is refused; it keeps its place as a key or as a value."""
        self.refuse("E013", event, f"*{event.anchor}", path=self.here())
        if self.wants_key():
            self.begin(f"*{event.anchor}", event)
        else:
            self.put(Refused(), self.place(event))

    def marks(self, event: Any) -> None:
        """Anchors and tags make one value mean another; they are refused."""
        path = () if self.wants_key() else self.here()
        if event.anchor is not None:
            self.refuse("E013", event, f"&{event.anchor}", path=path)
        if event.tag is not None:
            self.refuse("E013", event, str(event.tag).replace("tag:yaml.org,2002:", "!!"), path=path)

    def place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        line, column = self.mended.place(start.line, start.column)
        if end.line == start.line:
            return Place(line, column, max(1, self.mended.place(end.line, end.column)[1] - column))
        return Place(line, column, max(1, len(self.places.line(line).rstrip()) - column + 1))

    def refuse(self, code: str, event: Any, found: str, hint: str | None = None, path: Path = ()) -> None:
        self.problems.append(self.places.at(self.place(event), code, found, path=path, hint=hint))

    def here(self) -> Path:
        """The path of the next value."""
        if not self.frames:
            return ()
        frame = self.frames[-1]
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        return (*frame.path, frame.key or "")

    def wants_key(self) -> bool:
        return (
            bool(self.frames) and isinstance(self.frames[-1].container, dict) and self.frames[-1].key is None
        )

    def scalar(self, event: Any) -> None:
        plain = not event.style
        if self.wants_key():
            self.take_key(event, plain=plain)
            return
        path = self.here()
        if not plain:
            self.put(quoted(event.value, event.style), self.place(event))
            return
        resolved = resolve(event.value)
        if resolved.code:
            self.refuse(resolved.code, event, event.value, resolved.hint, path)
        place = self.place(event)
        if event.value == "" and self.frames and isinstance(self.frames[-1].container, dict):
            place = self.frames[-1].key_place
        self.put(resolved.value, place)

    def take_key(self, event: Any, *, plain: bool) -> None:
        key = event.value
        path = (*self.frames[-1].path, key)
        if plain and key == "":
            self.refuse("E018", event, "（空）", path=path)
        elif plain and key == "<<":
            self.refuse("E013", event, key, path=path)
        elif plain and is_yes_no(key):
            self.refuse("E017", event, key, f"'{key}'", path)
        self.begin(key, event)

    def begin(self, key: str, event: Any) -> None:
        """A key is read; its value comes next. The value of a key that stands there already is dropped."""
        frame, place = self.frames[-1], self.place(event)
        assert isinstance(frame.container, dict)
        path = (*frame.path, key)
        if not frame.container:
            self.places.values[frame.path] = place
        frame.key, frame.key_place, frame.drop = key, place, key in frame.container
        if frame.drop and self.next_item(key, event):
            return
        if frame.drop:
            first = self.places.keys[path].line
            self.refuse("E012", event, key, str(first), path)
        else:
            self.places.keys[path] = place

    def next_item(self, key: str, event: Any) -> bool:
        """The first field of an entry stands there again, and another after it: the entry that begins here
        has lost its dash. It is read as the next one, so that nothing else is said of it."""
        frame, around = self.frames[-1], self.frames[-2] if len(self.frames) > 1 else None
        if around is None or not isinstance(around.container, list) or key != next(iter(frame.container)):
            return False
        place = self.place(event)
        if _next_key(self.places.lines[place.line :], place.column) not in frame.container:
            return False
        self.refuse("E033", event, key)
        around.container.append({})
        index = len(around.container) - 1
        self.frames[-1] = _Frame(cast("dict[str, object]", around.container[index]), (*around.path, index))
        self.begin(key, event)
        return True

    def open(self, event: Any) -> None:
        if self.wants_key():
            self.refuse(
                "E018", event, "（若干字段）" if isinstance(event, yaml.MappingStartEvent) else "（列表）"
            )
            self.stopped = True
            return
        if len(self.frames) >= MOST_LEVELS:
            self.refuse("E004", event, str(MOST_LEVELS))
            self.stopped = True
            return
        path = self.here()
        container: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.put(container, self.place(event))
        self.frames.append(_Frame(container, path))

    def put(self, value: object, place: Place) -> None:
        self.empty = False
        if not self.frames:
            self.data = value
            self.places.values[()] = place
            return
        frame = self.frames[-1]
        path = self.here()
        if isinstance(frame.container, list):
            frame.container.append(value)
            self.places.values[path] = place
            return
        if not frame.drop:
            frame.container[frame.key or ""] = value
            self.places.values[path] = place
        frame.key = None
