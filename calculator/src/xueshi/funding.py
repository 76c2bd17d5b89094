"""The employer's training fund by a notice's own rates: to set aside, to deduct, to carry on.

Source of the rates: 平人社办〔2021〕26号 六 (1.5 % of 职工工资总额, 2.5 % where the notice leaves it open;
tax deduction up to 8 % of 工资薪金总额, the excess carried to later years). Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xueshi.ledger.cells import plain, read_hours
from xueshi.texts import hours_text, say

FIELDS = ("wages", "taxed_wages", "spent", "carried")
"""Amounts asked for, in yuan: all wages, wages by tax rules, spent this year, carried from earlier years."""


@dataclass(frozen=True, slots=True)
class Fund:
    """The fund of one year, in yuan."""

    set_aside: Fraction
    limit: Fraction
    deductible: Fraction
    carried_on: Fraction


@dataclass(frozen=True, slots=True)
class AmountError:
    """An amount that cannot be read."""

    field: str
    value: str
    message: str


def read_amounts(cells: Mapping[str, str]) -> tuple[dict[str, Fraction], list[AmountError]]:
    """Amounts by field; an empty cell is 0, what is no number is an error."""
    amounts, errors = {}, []
    for name in FIELDS:
        cell = cells.get(name, "")
        value = read_hours(cell, "元") if plain(cell) else Fraction(0)
        if value is None:
            errors.append(AmountError(name, cell, say("amount", value=cell)))
        else:
            amounts[name] = value
    return amounts, errors


def fund(percent: Fraction, deduction_percent: Fraction, amounts: Mapping[str, Fraction]) -> Fund:
    """The fund for a rate of setting aside and a rate of deduction, both in percent."""
    limit = amounts["taxed_wages"] * deduction_percent / 100
    pool = amounts["spent"] + amounts["carried"]
    deductible = min(pool, limit)
    return Fund(amounts["wages"] * percent / 100, limit, deductible, pool - deductible)


@dataclass(frozen=True, slots=True)
class FundLine:
    """One sum of the fund as it is shown: its name, how it comes about, the amount in yuan."""

    id: str
    name: str
    sum: str
    amount: str


def told(
    made: Fund, percent: Fraction, deduction: Fraction, amounts: Mapping[str, Fraction]
) -> list[FundLine]:
    """The sums of a fund in words; ``percent`` and ``deduction`` are those it was made with."""
    given = {name: money(amount) for name, amount in amounts.items()}
    words = {
        **given,
        "percent": hours_text(percent),
        "deduction": hours_text(deduction),
        "most": money(made.limit),
        "pool": money(amounts["spent"] + amounts["carried"]),
    }
    lines = (
        ("set_aside", say("fund_set_aside"), say("fund_set_aside_sum", **words), made.set_aside),
        ("limit", say("fund_limit"), say("fund_limit_sum", **words), made.limit),
        ("deductible", say("fund_deductible"), say("fund_deductible_sum", **words), made.deductible),
        ("carried_on", say("fund_carried_on"), say("fund_carried_on_sum", **words), made.carried_on),
    )
    return [FundLine(name, title, how, money(amount)) for name, title, how, amount in lines]


def money(amount: Fraction) -> str:
    """An amount in yuan as it is written, exact, with commas."""
    text = hours_text(amount)
    if "/" in text:
        return text
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}"
