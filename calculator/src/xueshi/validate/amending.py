"""Rules for what a later notice of a year changed."""

from __future__ import annotations

from collections.abc import Iterator

from xueshi.amendments import NoSuchPlaceError, earlier_rule, place_of
from xueshi.changes import changes
from xueshi.model.hints import closest
from xueshi.model.plain import unstructure
from xueshi.model.policy import CityYear
from xueshi.model.structure import Fault, Path
from xueshi.validate.walk import Check


def amended_values_fit(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """Each names a value of the rule, what stood there may stand there, and differs from what stands now."""
    plain = unstructure(city_year.rule)
    for index, item in enumerate(city_year.amended):
        place = (*path, "amended", index)
        try:
            holder, key = place_of(plain, item.at)
        except NoSuchPlaceError as error:
            yield Fault("E251", (*place, "at"), item.at, (), _meant(plain, item.at, str(error)))
            continue
        earlier, faults = earlier_rule(city_year.rule, (item,))
        if earlier is None:
            yield Fault("E252", (*place, "was"), item.was, faults[0].allowed, faults[0].hint)
        elif not changes(earlier, city_year.rule):
            yield Fault("E252", (*place, "was"), item.was, (f"与现在的 {holder[key]} 不同的值",))


def amending_notice_is_listed(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """What changed a value is a later notice of the same year."""
    later = city_year.notices[1:]
    for index, item in enumerate(city_year.amended):
        if item.by not in later:
            allowed = later or ("先把后一份通知的文号写进 notices",)
            yield Fault("E253", (*path, "amended", index, "by"), item.by, allowed, closest(item.by, later))


def _meant(plain: dict[str, object], at: str, lost: str) -> str | None:
    """The place that was probably meant: one name of the path mistyped."""
    top = closest(lost, tuple(plain)) if at.split(".")[0] == lost else None
    return at.replace(lost, top, 1) if top else None


CHECKS: tuple[tuple[type, Check], ...] = (
    (CityYear, amended_values_fit),
    (CityYear, amending_notice_is_listed),
)
