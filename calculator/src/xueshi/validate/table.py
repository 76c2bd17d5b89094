"""Rules for the annexed table of targets: its ratios and who is praised."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from math import floor

from xueshi.model.policy import TargetRow, Targets
from xueshi.model.structure import Fault, Path
from xueshi.validate.walk import Check


class Cut(StrEnum):
    """How the ratios of a table were brought to two decimals."""

    TRUNCATED = "截断"
    ROUNDED = "四舍五入"
    EITHER = "截断或四舍五入都对"
    MIXED = "有的截断，有的四舍五入"


def ratios(row: TargetRow) -> tuple[str, str]:
    """The row's ratio to two decimals, truncated and rounded. The target must not be 0."""
    hundredths = Fraction(row.done * 10000, row.target)
    cut, rounded = floor(hundredths), floor(hundredths + Fraction(1, 2))
    return _percent(cut), _percent(rounded)


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def how_cut(targets: Targets) -> Cut:
    """Whether the printed ratios of a table are truncated or rounded; rows that show neither are left out."""
    only: set[Cut] = set()
    for row in targets.rows:
        if row.target:
            truncated, rounded = ratios(row)
            if truncated != rounded and row.ratio in (truncated, rounded):
                only.add(Cut.TRUNCATED if row.ratio == truncated else Cut.ROUNDED)
    if not only:
        return Cut.EITHER
    return only.pop() if len(only) == 1 else Cut.MIXED


def ratio_agrees(row: TargetRow, path: Path) -> Iterator[Fault]:
    """The printed ratio is done over target, truncated or rounded to two decimals."""
    if row.target == 0:
        yield Fault("E215", (*path, "target"), f"{row.name}的目标是 0，算不出比率")
        return
    truncated, rounded = ratios(row)
    if row.ratio not in (truncated, rounded):
        other = "" if truncated == rounded else f"，四舍五入得 {rounded}"
        found = f"{row.done} ÷ {row.target} 截断得 {truncated}{other}，不是 {row.ratio}"
        yield Fault("E215", (*path, "ratio"), found)


def praise_has_source(targets: Targets, path: Path) -> Iterator[Fault]:
    """Praise in a table has a source, and a source of praise has someone praised."""
    praised = [index for index, row in enumerate(targets.rows) if row.praised]
    if praised and targets.praise_source is None:
        yield Fault("E216", (*path, "rows", praised[0], "praised"), "有人受表扬，但没有写 praise_source")
    if targets.praise_source is not None and not praised:
        yield Fault(
            "E216", (*path, "praise_source"), "写了 praise_source，但没有一行是 praised: true", on_key=True
        )


def cut_is_told(targets: Targets, path: Path) -> Iterator[Fault]:
    """Where the ratios are not simply rounded, the note says so; otherwise the admin is reminded."""
    cut = how_cut(targets)
    if cut in (Cut.TRUNCATED, Cut.MIXED) and "截" not in (targets.note or ""):
        yield Fault("W203", path, cut.value)


def praise_follows_ratio(targets: Targets, path: Path) -> Iterator[Fault]:
    """Nobody unpraised did better than somebody praised; otherwise the admin is reminded to look again.

    The reminder points at the side on which fewer rows are out of line: one wrong mark is one reminder.
    """
    reached = [
        (index, row, Fraction(row.done, row.target)) for index, row in enumerate(targets.rows) if row.target
    ]
    praised = [item for item in reached if item[1].praised]
    others = [item for item in reached if not item[1].praised]
    if not praised or not others:
        return
    least, best = min(praised, key=lambda item: item[2]), max(others, key=lambda item: item[2])
    above = [item for item in others if item[2] > least[2]]
    below = [item for item in praised if item[2] < best[2]]
    for index, row, _ in below if len(below) <= len(above) else above:
        first, second = (row, best[1]) if row.praised else (least[1], row)
        found = f"{first.name}（{first.ratio}）受表扬，{second.name}（{second.ratio}）没有"
        yield Fault("W204", (*path, "rows", index, "praised" if row.praised else "name"), found)


CHECKS: tuple[tuple[type, Check], ...] = (
    (TargetRow, ratio_agrees),
    (Targets, praise_has_source),
    (Targets, cut_is_told),
    (Targets, praise_follows_ratio),
)
