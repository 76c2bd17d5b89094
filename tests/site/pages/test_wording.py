"""Every value of the model that a page can meet has words, so that a new one is noticed here first."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from builder import silence
from builder.catalog import Catalog
from builder.deadlines import DEADLINES, SHORT_DEADLINES
from builder.pages import keyfacts, scale, wording
from builder.pages.page import Page, relative
from builder.progress import Progress
from builder.shell import ShellError, put_into_shell
from builder.site import build_site
from builder.swap import MARK
from tests.site.pages.conftest import ROOT
from xueshi.model.policy import CityYear, Topic
from xueshi.model.rule import (
    AutoCreditPolicy,
    CarryOverPolicy,
    Deadlines,
    PlanFilingPolicy,
    Requirement,
)
from xueshi.model.values import NOT_STATED


@pytest.fixture
def year(catalog: Catalog) -> CityYear:
    """A city-year whose notice states nearly everything."""
    found = catalog.city_year("sanmenxia", 2025)
    assert found is not None
    return found


def test_every_kind_of_value_has_words() -> None:
    """Kinds of deadline, topics and policies."""
    kinds = {item.name for item in fields(Deadlines)}
    assert set(DEADLINES) == set(SHORT_DEADLINES) == kinds
    assert set(wording.TOPICS) == set(Topic)
    assert set(wording.PLAN_FILING) == set(keyfacts.PLAN_FILING) == set(PlanFilingPolicy)
    assert set(keyfacts.CARRY_OVER) == set(CarryOverPolicy)
    assert set(keyfacts.AUTO_CREDIT) == set(AutoCreditPolicy)


def test_each_silence_is_told(year: CityYear) -> None:
    """Whatever part of the rule falls silent, one more line says so."""
    before = len(silence.silences(year))
    rule = year.rule
    quiet = [
        replace(rule, deadlines=replace(rule.deadlines, **{item.name: NOT_STATED}))
        for item in fields(Deadlines)
        if getattr(rule.deadlines, item.name) is not NOT_STATED and item.name != "before_title"
    ]
    quiet += [
        replace(rule, carry_over=replace(rule.carry_over, policy=CarryOverPolicy.NOT_STATED)),
        replace(rule, auto_credit=replace(rule.auto_credit, policy=AutoCreditPolicy.NOT_STATED)),
        replace(rule, review=replace(rule.review, employer_days=NOT_STATED)),
        replace(rule, review=replace(rule.review, department_days=NOT_STATED)),
        replace(rule, plan_filing=replace(rule.plan_filing, policy=PlanFilingPolicy.NOT_STATED)),
        replace(rule, plan_filing=replace(rule.plan_filing, policy=PlanFilingPolicy.ASKED)),
        replace(rule, requirements=_without(rule.requirements, "public")),
        replace(rule, requirements=_without(rule.requirements, "total")),
    ]
    for changed in quiet:
        assert len(silence.silences(replace(year, rule=changed))) == before + 1
    forms = tuple(replace(form, copies=NOT_STATED) for form in year.forms)
    assert len(silence.silences(replace(year, forms=forms))) == before + len(forms)


def _without(node: Requirement, key: str) -> Requirement:
    children = tuple(_without(child, key) for child in node.children)
    return replace(node, children=children, min_hours=NOT_STATED if node.id == key else node.min_hours)


def test_the_scale_fills_the_year(catalog: Catalog) -> None:
    """Subjects lie end to end; one without a minimum takes what its siblings leave."""
    found = catalog.city_year("pingdingshan", 2021)
    assert found is not None
    drawn: dict[str, tuple[object, ...]] = {
        bar.node.id: (bar.start, bar.room, bar.hours) for bar in scale.bars(found.rule.requirements)
    }
    assert drawn == {
        "total": (0, 90, 90),
        "public": (0, 30, 30),
        "public_compulsory": (0, 24, 24),
        "public_elective": (24, 6, None),
        "professional": (30, 60, 60),
    }


def test_no_scale_without_a_total(year: CityYear) -> None:
    """Where the notice sets no total, no length is made up."""
    assert scale.bars(_without(year.rule.requirements, "total")) == []


@pytest.mark.parametrize(
    ("target", "start", "expected"),
    [
        ("", "", "./"),
        ("cities/", "", "cities/"),
        ("", "cities/sanmenxia/2025/", "../../../"),
        ("cities/sanmenxia/2025/", "cities/sanmenxia/", "2025/"),
        ("cities/", "cities/sanmenxia/", "../"),
        ("bases/#henan-2025", "cities/sanmenxia/2025/", "../../../bases/#henan-2025"),
        ("platforms/#a", "platforms/", "#a"),
        ("api/v1/index.json", "about/", "../api/v1/index.json"),
        ("https://example.cn/", "about/", "https://example.cn/"),
    ],
)
def test_addresses_are_relative(target: str, start: str, expected: str) -> None:
    """The site works below any folder of a host."""
    assert relative(target, start) == expected


def test_front_matter_survives_any_text() -> None:
    """Quotes and colons of a title do not break the file."""
    page = Page("x/", '“四史”: "a" # b', "第一行\n第二行", "# x {#top}")
    assert page.text().startswith('---\ntitle: "“四史”: \\"a\\" # b"\ndescription: "第一行\\n第二行"\n---\n')


def test_broken_data_leaves_the_site_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is published on an error: the last good site stays as it was."""
    data, out = tmp_path / "data", tmp_path / "site"
    data.mkdir()
    (out / MARK).parent.mkdir(parents=True)
    (out / MARK).write_text("上一次", encoding="utf-8")
    errors = build_site(ROOT, data, out, progress=Progress(quiet=True), work=tmp_path / "work")
    assert errors > 0
    assert "E" in capsys.readouterr().err
    assert [path for path in out.rglob("*") if path.is_file()] == [out / MARK]


def test_a_dead_link_in_prose_stops_the_build(tmp_path: Path) -> None:
    """The shell refuses pages whose links lead nowhere, and names page and link."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.md").write_text("# 首页 {#top}\n\n[没有](nowhere.md) [没有这一节](#nothing)\n", "utf-8")
    config = tmp_path / "mkdocs.yml"
    links = "validation: {links: {not_found: warn, anchors: warn}}"
    config.write_text(f"site_name: 试\n{links}\nmarkdown_extensions: [attr_list]\n", encoding="utf-8")
    with pytest.raises(ShellError) as caught:
        put_into_shell(config, pages, tmp_path / "out", None)
    assert any("nowhere.md" in line for line in caught.value.problems)
    assert any("#nothing" in line for line in caught.value.problems)
