"""Rules for evidence: the printed words show the number or day they are quoted for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

from xueshi.model.plain import plain_number
from xueshi.model.policy import Form, Rate
from xueshi.model.rule import Deadline, Period, Requirement, Review
from xueshi.model.shapes import AxisValue, Cap, Conversion, OneOf, Ratio, SubjectCap, Unit, Variant, Window
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Silence, Source
from xueshi.validate.dates import matches
from xueshi.validate.numbers import days_in, days_of_years_in, numbers_in, quotients_in
from xueshi.validate.walk import Check


def minimum_is_in_evidence(node: Requirement, path: Path) -> Iterator[Fault]:
    """The evidence of a minimum shows its number."""
    if node.source is not None:
        yield from _number(node.min_hours, node.source, (*path, "source"))


def review_days_are_in_evidence(review: Review, path: Path) -> Iterator[Fault]:
    """The evidence of a review limit shows its days."""
    values = [day for day in (review.employer_days, review.department_days) if not isinstance(day, Silence)]
    for value in dict.fromkeys(values):
        yield from _number(value, review.source, (*path, "source"))


def percent_is_in_evidence(rate: Rate, path: Path) -> Iterator[Fault]:
    """The evidence of a rate shows its percentage."""
    yield from _number(rate.percent, rate.source, (*path, "source"))


def copies_are_in_evidence(form: Form, path: Path) -> Iterator[Fault]:
    """The evidence of a form shows the number of copies."""
    yield from _number(form.copies, form.source, (*path, "source"))


def shape_hours_are_in_evidence(node: SubjectCap | OneOf | Cap | Unit, path: Path) -> Iterator[Fault]:
    """The evidence of a cap, of a choice or of a unit shows its number."""
    value = node.min_hours if isinstance(node, OneOf) else node.hours
    yield from _number(value, node.source, (*path, "source"))


def value_minimum_is_in_evidence(value: AxisValue, path: Path) -> Iterator[Fault]:
    """The evidence of a minimum on a second axis shows its number."""
    if value.source is not None:
        yield from _number(value.min_hours, value.source, (*path, "source"))


def ratio_is_in_evidence(ratio: Ratio, path: Path) -> Iterator[Fault]:
    """The evidence of a ratio shows it as a fraction or in percent."""
    if ratio.value * 100 not in numbers_in(ratio.source.evidence):
        yield from _number(ratio.value, ratio.source, (*path, "source"))


def conversion_is_in_evidence(node: Conversion, path: Path) -> Iterator[Fault]:
    """The evidence of a conversion shows what an item is worth and the most it may give."""
    for value in (node.hours, node.max_hours):
        if isinstance(value, Fraction):
            yield from _number(value, node.source, (*path, "source"))


def variant_is_in_evidence(variant: Variant, path: Path) -> Iterator[Fault]:
    """The evidence of a variant shows its minima and its days."""
    for change in variant.minima:
        yield from _number(change.min_hours, variant.source, (*path, "source"))
    for day in (variant.learn_by, variant.declare_by):
        if day is not None:
            yield from _day(day, variant.source, (*path, "source"))


def window_is_in_evidence(window: Window, path: Path) -> Iterator[Fault]:
    """The evidence of a window shows its days and its most hours, or a derivation says how they follow."""
    for day in dict.fromkeys((window.start, window.end)):
        yield from _day(day, window.source, (*path, "source"))
    if window.max_hours is not None:
        yield from _number(window.max_hours, window.source, (*path, "source"))


def period_is_in_evidence(period: Period, path: Path) -> Iterator[Fault]:
    """The evidence of a period shows its first and last day, or a derivation says how they follow."""
    for day in dict.fromkeys((period.start, period.end)):
        yield from _day(day, period.source, (*path, "source"))


def deadline_is_in_evidence(deadline: Deadline, path: Path) -> Iterator[Fault]:
    """The evidence of a deadline shows its month and day, or a derivation says how they follow."""
    if isinstance(deadline.date, datetime.date):
        yield from _day(deadline.date, deadline.source, (*path, "source"))


def _number(value: Fraction | int | Silence, source: Source, path: Path) -> Iterator[Fault]:
    if isinstance(value, Silence) or Fraction(value) in numbers_in(source.evidence):
        return
    found = str(plain_number(Fraction(value)))
    if source.derivation is None:
        yield Fault("E301", (*path, "evidence"), found)
    elif Fraction(value) not in numbers_in(source.derivation) | quotients_in(source.derivation):
        yield Fault("E243", (*path, "derivation"), found)


def _day(day: datetime.date, source: Source, path: Path) -> Iterator[Fault]:
    if matches(day, days_in(source.evidence)):
        return
    if source.derivation is None:
        yield Fault("E302", (*path, "evidence"), day.isoformat())
        return
    derived = days_in(source.derivation) | days_of_years_in(source.derivation)
    years = {printed.year for printed in derived} - {None}
    if not matches(day, derived) or (years and day.year not in years):
        yield Fault("E243", (*path, "derivation"), day.isoformat())


CHECKS: tuple[tuple[type, Check], ...] = (
    (Requirement, minimum_is_in_evidence),
    (Review, review_days_are_in_evidence),
    (Rate, percent_is_in_evidence),
    (Form, copies_are_in_evidence),
    (Period, period_is_in_evidence),
    (Deadline, deadline_is_in_evidence),
    (SubjectCap, shape_hours_are_in_evidence),
    (OneOf, shape_hours_are_in_evidence),
    (Cap, shape_hours_are_in_evidence),
    (Unit, shape_hours_are_in_evidence),
    (AxisValue, value_minimum_is_in_evidence),
    (Ratio, ratio_is_in_evidence),
    (Conversion, conversion_is_in_evidence),
    (Variant, variant_is_in_evidence),
    (Window, window_is_in_evidence),
)
