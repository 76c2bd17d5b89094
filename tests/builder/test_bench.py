"""The benchmark's rule is a sound rule of every shape, and its table is drawn straight."""

from dataclasses import fields

from builder.bench.shapes import Figures, every_shape, shaped_ledger, table
from xueshi.ledger.entries import Reader
from xueshi.model.shapes import CapPer, RatioOf
from xueshi.validate import validate


def test_the_rule_holds_every_shape_at_once() -> None:
    rule = every_shape().rule
    assert list(validate(rule)) == []
    nodes = list(rule.requirements.walk())
    assert {node.min_ratio.of for node in nodes if node.min_ratio} == set(RatioOf)
    assert any(node.cap and node.cap.excess_to for node in nodes)
    assert {cap.per for cap in rule.caps} == set(CapPer)
    assert len(rule.axes) == 2
    assert any(axis.one_of for axis in rule.axes)
    assert rule.carry_over.window
    assert rule.make_up
    left_empty = [item.name for item in fields(rule) if getattr(rule, item.name) == ()]
    assert left_empty == ["not_modelled"]


def test_the_rows_of_the_benchmark_can_be_read() -> None:
    rules = every_shape()
    for empty in (0, 0.3):
        ledger = shaped_ledger(300, empty)
        entries, errors = Reader(rules.rule).read(ledger.lines, rules.rule.period.end.replace(year=2026))
        assert not errors
        assert {entry.conversion for entry in entries} == {None, "paper", "meeting"}
        assert any(None in entry.values for entry in entries) == bool(empty)


def test_the_table_is_as_wide_in_every_line() -> None:
    lines = table([Figures("全部", (0.001, 0.002), (0.04, 0.09)), Figures("a", (1,), (2,))]).splitlines()
    widths = {sum(1 + (ord(character) > 0x2E7F) for character in line) for line in lines}
    assert len(widths) == 1
    assert "│   42 │" in lines[3]
