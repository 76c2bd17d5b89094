"""The employer's training fund: exact amounts, nothing rounded, what cannot be read is told."""

from fractions import Fraction

import pytest

from xueshi.funding import fund, read_amounts
from xueshi.page import handle

AMOUNTS = {"wages": "1,000,000", "taxed_wages": "900000", "spent": "80000.50", "carried": ""}


def result(percent: object = "1.5", **cells: str) -> dict[str, object]:
    payload = {"percent": percent, "deduction_percent": 8, "amounts": {**AMOUNTS, **cells}}
    return handle("funding", payload)


def test_what_is_above_the_limit_is_carried_on() -> None:
    """8 % of 900,000 is 72,000: of 80,000.50 spent, 8,000.50 are carried to later years."""
    made = result()["fund"]
    assert isinstance(made, dict)
    assert {name: str(value) for name, value in made.items()} == {
        "set_aside": "15000",
        "limit": "72000",
        "deductible": "72000",
        "carried_on": "8000.5",
    }


def test_what_was_carried_from_earlier_years_is_deducted_first_chance() -> None:
    amounts, _ = read_amounts({"taxed_wages": "900000", "spent": "50000", "carried": "10000.25"})
    made = fund(Fraction("2.5"), Fraction(8), amounts)
    assert (made.deductible, made.carried_on) == (Fraction("60000.25"), Fraction(0))


@pytest.mark.parametrize("cell", ["一百万", "-5", "1e6", "12元5角"])
def test_an_amount_that_is_no_number_is_told(cell: str) -> None:
    answer = result(wages=cell)
    assert answer["fund"] is None
    assert isinstance(answer["errors"], list)
    assert [(error["field"], error["value"]) for error in answer["errors"]] == [("wages", cell)]


def test_amounts_may_carry_their_unit_and_full_width_digits() -> None:
    amounts, errors = read_amounts({"wages": "１２０００ 元"})
    assert amounts["wages"] == Fraction(12000)
    assert not errors


def test_every_sum_is_told_with_how_it_comes_about() -> None:
    lines = result()["lines"]
    assert isinstance(lines, list)
    assert [(line["id"], line["amount"]) for line in lines] == [
        ("set_aside", "15,000"),
        ("limit", "72,000"),
        ("deductible", "72,000"),
        ("carried_on", "8,000.5"),
    ]
    assert lines[0]["sum"] == "1,000,000 元 × 1.5%"
