"""Our templates are compiled to less work than Jinja's own, and give the same text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from builder.bench.building import Rival, Row, tables
from builder.pages.templating import Templates


class Word(StrEnum):
    """A word of the model."""

    ODD = "甲 & “乙” <b>"


@dataclass(frozen=True)
class Thing:
    """What templates look into."""

    text: object
    items: tuple[object, ...] = ()

    def told(self, mark: str, *, end: str = "!") -> str:
        """Text of a call."""
        return f"{mark}{self.text}{end}"


TEMPLATE = """{% macro box(value, more=none) %}<i title="{{ value }}">{{ more or value }}</i>{% endmacro %}
{{ thing.text }}|{{ thing.told("<'\\"") }}|{{ thing.told("a", end="&") }}|{{ box(thing.text) }}
{{ box(1, box(2)) }}
{% for item in thing.items %}{{ loop.index }}{{ item }}{{ item ~ "<" ~ loop.last }}{% endfor %}
{{ thing.text ~ 1 }}{{ box(3) ~ thing.text }}{{ "a" if thing.items else "<b>" }}{{ names[thing.text] }}
{% set other = thing.items | list %}{{ other | length }}{{ none }}{{ true }}
"""


@pytest.mark.parametrize(
    "text", ["甲", "<a href='x'>&\"", Markup("<b>&amp;</b>"), Word.ODD, 7, True, None, 1.5]
)
def test_the_text_is_that_of_jinja(text: object) -> None:
    """Whatever kind a value is of: escaped once, HTML left alone, in outputs, calls, macros and joins."""
    more = {
        "thing": Thing(text, (text, "<&>", Markup("<u>"), 3, Word.ODD)),
        "names": {text: "<name>"},
    }
    own, theirs = (
        kind(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE).render(**more)
        for kind in (Templates, Environment)
    )
    assert own == theirs


def test_a_name_that_does_not_exist_is_an_error() -> None:
    """Never an empty place in a page."""
    made = Templates(autoescape=True, undefined=StrictUndefined)
    with pytest.raises(UndefinedError):
        made.from_string("{{ nobody }}").render()
    with pytest.raises((UndefinedError, AttributeError)):
        made.from_string("{{ thing.nobody }}").render(thing=Thing(1))


def test_the_benchmark_tells_growth_and_ratios_three_ways() -> None:
    """From the same files, from the data, and with everything: none of them alone is the truth."""
    rows = [
        Row(count, 3, 10**6, 2048, 0.5, {"检查": 2.0 * count, "版式": 1.0, "页面": 3.0 * count})
        for count in (10, 100)
    ]
    for row in rows:
        row.bodies, row.stamped = 1.0, 2.0
        row.rivals = {"MkDocs": Rival(20.0, 3, 3)}
    told = tables(rows)
    assert "10 → 100：增长指数 合计 0.99，页面 0.99" in told
    assert "| 10 | MkDocs | 20.0 | 10.0 | 0.7 | 0.6 | 0.4 | 3 / 3 |" in told
    assert len({line.count("|") for line in told.splitlines() if line.startswith("|")}) == 2
