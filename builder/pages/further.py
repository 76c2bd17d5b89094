"""What a rule asks beyond a tree of minima: ratios, caps, second axes, conversions, variants, conditions.

Each becomes one line for the page, with its source; nothing of a rule is left unshown.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from builder.pages.wording import chinese_date, number
from xueshi.model.rule import Requirement, Rule
from xueshi.model.shapes import Axis, Cap, CapPer, Conversion, RatioOf, Recognition, Variant, Window
from xueshi.model.values import Silence, Source

SHARES = {RatioOf.REQUIRED: "要求的总数", RatioOf.EARNED: "学得的总数"}
PER = {CapPer.YEAR: "本年度", CapPer.DAY: "每天"}


@dataclass(frozen=True, slots=True)
class Further:
    """One demand or allowance, told in our own words."""

    title: str
    text: str
    sources: tuple[Source, ...]


def further(rule: Rule) -> list[Further]:
    """All of them, in the order of the model."""
    return list(_Teller(rule).tell())


class _Teller:
    """Knows the names behind the ids of one rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.names = {node.id: node.name for node in rule.requirements.walk()}
        self.names |= {value.id: value.name for axis in rule.axes for value in axis.values}
        self.asked = {item.id: item.text for item in rule.questions}
        self.asked |= {item.id: item.text for item in rule.conditions}

    def tell(self) -> Iterator[Further]:
        for node in self.rule.requirements.walk():
            yield from self.subject(node)
        for axis in self.rule.axes:
            yield from self.axis(axis)
        yield from (self.cap(cap) for cap in self.rule.caps)
        for unit in self.rule.units:
            worth = f"1 {unit.name}折合 {number(unit.hours)} {self.rule.unit}。"
            yield Further(f"按{unit.name}记的", worth, (unit.source,))
        yield from (self.conversion(item) for item in self.rule.conversions)
        for question in self.rule.questions:
            options = "、".join(question.options)
            yield Further(question.text, f"回答不同，要求可能不同：{options}。", (question.source,))
        yield from (self.variant(item) for item in self.rule.variants)
        for condition in self.rule.conditions:
            yield Further(condition.text, f"这一条不是{self.rule.unit}，但必须满足。", (condition.source,))
        if self.rule.carry_over.window:
            yield self.window("上一周期可以结转过来的", "学的可以计入本年度", self.rule.carry_over.window)
        if self.rule.make_up:
            yield self.window("年度结束后可以补学", "补学的可以计入本年度", self.rule.make_up)

    def amount(self, value: Fraction) -> str:
        return f"{number(value)} {self.rule.unit}"

    def named(self, ids: tuple[str, ...], link: str = "、") -> str:
        return link.join(self.names.get(key, key) for key in ids)

    def within(self, key: str) -> str:
        return "" if key == self.rule.requirements.id else f"（在{self.names.get(key, key)}之内）"

    def subject(self, node: Requirement) -> Iterator[Further]:
        if node.min_ratio:
            share = f"不少于{SHARES[node.min_ratio.of]}的 {number(node.min_ratio.value)}。"
            yield Further(f"{node.name}的比例", share, (node.min_ratio.source,))
        if node.cap:
            over = f"可以改计到{self.names.get(node.cap.excess_to, '')}" if node.cap.excess_to else "不计"
            text = f"最多计 {self.amount(node.cap.hours)}，超出部分{over}。"
            yield Further(f"{node.name}的上限", text, (node.cap.source,))

    def axis(self, axis: Axis) -> Iterator[Further]:
        for value in axis.values:
            if not isinstance(value.min_hours, Silence):
                text = (
                    f"至少 {self.amount(value.min_hours)}{self.within(value.within)}，与科目的要求同时满足。"
                )
                yield Further(f"{axis.name}：{value.name}", text, (value.source,) if value.source else ())
        for choice in axis.one_of:
            text = (
                f"{self.named(choice.values)}，至少有一项达到 "
                f"{self.amount(choice.min_hours)}{self.within(choice.within)}。"
            )
            yield Further(choice.name, text, (choice.source,))

    def cap(self, cap: Cap) -> Further:
        limits = [self.named(ids) for ids in (cap.subjects, cap.values) if ids]
        scope = f"（限{'，'.join(limits)}）" if limits else ""
        return Further(cap.name, f"{PER[cap.per]}最多计 {self.amount(cap.hours)}{scope}。", (cap.source,))

    def conversion(self, item: Conversion) -> Further:
        if isinstance(item.hours, Recognition):
            worth = f"{self.rule.unit}由主办方认定"
        else:
            worth = f"每项折 {self.amount(item.hours)}"
        most = f"，本年度最多 {self.amount(item.max_hours)}" if item.max_hours is not None else ""
        return Further(item.name, f"{worth}{most}，计入{self.named(item.subjects, '或')}。", (item.source,))

    def variant(self, item: Variant) -> Further:
        when = "；".join(
            f"“{self.asked.get(part.question, part.question)}”答“{part.answer}”" for part in item.when
        )
        changes = [
            f"{self.names.get(part.id, part.id)}至少 {self.amount(part.min_hours)}" for part in item.minima
        ]
        changes += [f"免去{self.named(item.waives)}的下限"] if item.waives else []
        changes += _until("学完", item.learn_by) + _until("申报", item.declare_by)
        return Further(item.name, f"适用于{when}的人：{'，'.join(changes)}。", (item.source,))

    def window(self, title: str, what: str, window: Window) -> Further:
        days = f"{chinese_date(window.start)}至 {chinese_date(window.end)}"
        most = f"，最多计 {self.amount(window.max_hours)}" if window.max_hours is not None else ""
        return Further(title, f"{days}{what}{most}。", (window.source,))


def _until(what: str, day: datetime.date | None) -> list[str]:
    return [f"{what}的最后一天是 {chinese_date(day)}"] if day else []
