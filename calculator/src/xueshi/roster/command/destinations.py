"""Where results go: looked at before anything is read, so that no work is lost and no table replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xueshi.roster.command.arguments import RosterUsageError
from xueshi.roster.results.outputs import KINDS
from xueshi.roster.sentences import say

ERROR_KINDS = (".csv", ".xlsx")
"""Endings of a file of rows to be corrected, which people open and type in."""


def look_at(out: str, errors: str | None, files: Sequence[str]) -> Path:
    """The file of results. Raises ``RosterUsageError`` where results cannot lie, or would replace a table."""
    for option, path, kinds in (("--out", out, KINDS), ("--errors", errors, ERROR_KINDS)):
        if path is None:
            continue
        if Path(path).suffix.lower() not in kinds:
            raise RosterUsageError(say("out_kind", option=option, path=path, kinds="、".join(kinds)))
        folder = Path(path).absolute().parent
        if not folder.is_dir():
            raise RosterUsageError(say("out_folder", option=option, path=str(folder)))
    place = Path(out)
    beside = [] if place.suffix.lower() == ".xlsx" else [duties_beside(place)]
    if errors is not None:
        beside.append(Path(errors))
    elif place.suffix.lower() != ".xlsx":
        beside.append(errors_beside(place))
    if errors is not None and any(_same(Path(errors), other) for other in (place, *beside[:-1])):
        raise RosterUsageError(say("errors_is_out", path=errors))
    keep_tables((place, *beside), files)
    return place


def keep_tables(paths: Iterable[Path], files: Sequence[str]) -> None:
    """Raises ``RosterUsageError`` where a result would be written over a table that was given."""
    for path in paths:
        if any(_same(path, Path(name)) for name in files):
            raise RosterUsageError(say("out_is_table", path=str(path)))


def duties_beside(out: Path) -> Path:
    """What the employer has to do, in a file beside the results."""
    return out.with_name(f"{out.stem}-{say('sheet_duties')}.csv")


def errors_beside(out: Path) -> Path:
    """The rows to be corrected, in a file beside the results."""
    return out.with_name(f"{out.stem}-{say('sheet_errors')}.csv")


def _same(one: Path, other: Path) -> bool:
    """Whether two names are of one file, which need not be there yet."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return one.absolute() == other.absolute()
