"""Differences in plain words. The years compared here are invented: each city on file has one year only."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from builder.catalog import Catalog, load_catalog
from builder.changes.amended import amendments
from builder.changes.report import report
from builder.changes.site import site_changes
from builder.changes.values import differences
from builder.changes.years import since_last_year, year_changes
from builder.cli import main
from builder.pages.recipes import all_pages
from tests.builder.broken import FIXTURES
from tests.builder.made import write_api
from xueshi.model.policy import Amended, CityYear, Rate
from xueshi.model.rule import CarryOver, CarryOverPolicy, Deadline, Requirement
from xueshi.model.values import NOT_STATED
from xueshi.rulesjson import UnusableRulesError


def load(data: Path) -> Catalog:
    """A catalog that must load."""
    catalog, problems = load_catalog(data)
    assert catalog is not None, problems
    return catalog


@pytest.fixture
def catalog() -> Catalog:
    """The invented folder."""
    return load(FIXTURES / "data")


def moved(day: datetime.date) -> datetime.date:
    """The same day a year later."""
    return day.replace(year=day.year + 1)


def next_year(year: CityYear) -> CityYear:
    """The same rules a year later: only days have moved."""
    deadlines = {}
    for name in type(year.rule.deadlines).__dataclass_fields__:
        value = getattr(year.rule.deadlines, name)
        if isinstance(value, Deadline) and isinstance(value.date, datetime.date):
            value = replace(value, date=moved(value.date))
        deadlines[name] = value
    period = year.rule.period
    rule = replace(
        year.rule,
        deadlines=replace(year.rule.deadlines, **deadlines),
        period=replace(period, start=moved(period.start), end=moved(period.end)),
    )
    return replace(year, year=year.year + 1, rule=rule)


def with_minimum(node: Requirement, key: str, hours: Fraction | None) -> Requirement:
    """The tree with another minimum on one subject."""
    least = node.min_hours if node.id != key else NOT_STATED if hours is None else hours
    return replace(
        node, min_hours=least, children=tuple(with_minimum(child, key, hours) for child in node.children)
    )


def words(catalog: Catalog, before: CityYear, after: CityYear) -> list[str]:
    """The differences as phrases."""
    return [item.words for item in year_changes(catalog, before, after)]


def test_days_that_move_along_with_the_years_are_no_difference(catalog: Catalog) -> None:
    """Else every year would seem to change everything."""
    year = catalog.city_years[0]
    assert words(catalog, year, next_year(year)) == []


def test_a_minimum_is_dropped_changed_and_added(catalog: Catalog) -> None:
    """The three ways in which a number differs."""
    year = catalog.city_years[0]
    tree = year.rule.requirements
    after = with_minimum(with_minimum(tree, "public_compulsory", None), "professional", Fraction(121, 2))
    after = with_minimum(after, "public_elective", Fraction(6))
    changed = replace(year, rule=replace(year.rule, requirements=after))
    assert words(catalog, year, changed) == [
        "取消公需必修的下限（原来至少 24 学时）",
        "新增公需选修的下限：至少 6 学时",
        "专业由至少 60 学时改为至少 60.5 学时",
    ]


def test_a_subject_comes_and_goes(catalog: Catalog) -> None:
    """A tree that is cut differently."""
    year = catalog.city_years[0]
    root = year.rule.requirements
    public, professional = root.children
    flat = replace(root, children=(replace(public, children=()), professional))
    cut = replace(year, rule=replace(year.rule, requirements=flat))
    assert words(catalog, year, cut) == [
        "取消科目“公需必修”（原来至少 24 学时）",
        "取消科目“公需选修”（原来没有单独的下限）",
    ]
    assert words(catalog, cut, year)[0] == "新增科目“公需必修”：至少 24 学时"


def test_a_deadline_is_added_moved_and_no_longer_told(catalog: Catalog) -> None:
    """A day that is not stated is silence, and is called so."""
    year = next_year(catalog.city_years[0])
    filing = year.rule.deadlines.plan_filing
    assert isinstance(filing, Deadline)
    without = replace(year.rule, deadlines=replace(year.rule.deadlines, plan_filing=NOT_STATED))
    later = replace(
        year.rule,
        deadlines=replace(year.rule.deadlines, plan_filing=replace(filing, date=datetime.date(2026, 9, 20))),
    )
    silent, other = replace(year, rule=without), replace(year, rule=later)
    assert words(catalog, silent, year) == ["新增培训计划备案截止：9月15日"]
    assert words(catalog, year, silent) == ["不再写明培训计划备案截止（原来9月15日）"]
    assert words(catalog, year, other) == ["培训计划备案截止由9月15日改为9月20日"]
    (told,) = year_changes(catalog, silent, year)
    assert told.source == filing.source


def test_policies_are_told_as_people_say_them(catalog: Catalog) -> None:
    """And silence before is not called permission."""
    year = catalog.city_years[0]
    silent = replace(year, rule=replace(year.rule, carry_over=CarryOver(CarryOverPolicy.NOT_STATED)))
    assert words(catalog, silent, year) == ["写明了结转：“不得结转”"]
    allowed = replace(
        year,
        rule=replace(year.rule, carry_over=replace(year.rule.carry_over, policy=CarryOverPolicy.ALLOWED)),
    )
    assert words(catalog, allowed, year) == ["结转由“可以结转”改为“不得结转”"]


def test_platforms_percentages_and_forms_are_compared(catalog: Catalog) -> None:
    """What stands beside the rule matters to employers."""
    year = catalog.city_years[0]
    rate = year.rates[0]
    changed = replace(
        year, platforms=(), rates=(replace(rate, percent=Fraction(2)),), forms=(), providers_open=False
    )
    assert words(catalog, year, changed) == [
        "不再列出学习平台“明河学习网”",
        "平台和机构的名单由“名单以外的也可以”改为“名单以外的不算”",
        "提取比例由 1.5% 改为 2%",
        "不再附表格《培训计划表》",
    ]
    assert isinstance(changed.rates[0], Rate)


def test_pages_of_a_city_with_two_years_show_what_differs(catalog: Catalog) -> None:
    """On the page of the later year with sources, on the city's page without."""
    first = catalog.city_years[0]
    second = next_year(first)
    after = replace(second, rule=replace(second.rule, carry_over=CarryOver(CarryOverPolicy.NOT_STATED)))
    both = replace(catalog, city_years=(first, after))
    told = since_last_year(both, after)
    assert told is not None
    assert told.words == "不再写明结转（原来“不得结转”）"
    assert since_last_year(both, first) is None
    pages = {page.url: page.body for page in all_pages(both)}
    assert "## 与 2025 年度相比 {#changes}" in pages["cities/minghe/2026/"]
    assert told.words in pages["cities/minghe/2026/"]
    assert told.words in pages["cities/minghe/"]
    assert "{#changes}" not in pages["cities/minghe/2025/"]


def test_the_working_copy_is_held_against_the_published_site(tmp_path: Path) -> None:
    """Rule in words with its source, everything else value by value, and whether it was compared again."""
    write_api(load(FIXTURES / "data"), tmp_path / "site")
    data = shutil.copytree(FIXTURES / "data", tmp_path / "data")
    path = data / "cities" / "minghe" / "2025.yml"
    text = path.read_text("utf-8").replace("employer_days: 5", "employer_days: 未规定")
    path.write_text(text.replace("title: 公需必修学什么", "title: 必修学什么"), "utf-8")
    told = report(site_changes(load(data), str(tmp_path / "site")))
    assert "## 明河市 2025 年度（改动）" in told
    assert "- **不再写明单位审核时限（原来 5 个工作日）**" in told
    assert "› 小标题：由“公需必修学什么”改为“必修学什么”" in told
    assert "`checked_on` 没有变" in told
    path.write_text(text.replace("checked_on: 2025-06-01", "checked_on: 2025-06-02"), "utf-8")
    assert "`checked_on` 没有变" not in report(site_changes(load(data), str(tmp_path / "site")))


def test_a_field_that_the_published_site_does_not_know_yet_is_no_change() -> None:
    """The site was built before the model had the field: nothing of the data is different."""
    assert list(differences(CityYear, {"year": 2025}, {"year": 2025, "amended": []})) == []
    assert list(differences(CityYear, {"amended": []}, {})) == []


def test_new_and_withdrawn_years_are_told(tmp_path: Path) -> None:
    """A year that is gone from the data would otherwise go unseen."""
    catalog = load(FIXTURES / "data")
    write_api(catalog, tmp_path / "one")
    write_api(replace(catalog, city_years=()), tmp_path / "none")
    assert "2025 年度（新增）" in report(site_changes(catalog, str(tmp_path / "none")))
    gone = replace(catalog, city_years=())
    assert "2025 年度（撤下）" in report(site_changes(gone, str(tmp_path / "one")))
    assert "没有改动。" in report(site_changes(catalog, str(tmp_path / "one")))


def test_a_place_without_a_site_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is told as unchanged that could not be compared."""
    with pytest.raises(UnusableRulesError):
        site_changes(load(FIXTURES / "data"), str(tmp_path))
    assert main(["changes", "--data", str(FIXTURES / "data"), "--against", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_a_later_notice_changed_is_told_from_the_values(catalog: Catalog) -> None:
    """The rule holds what is true now; what was true before stands beside it, with its source and notice."""
    (year,) = catalog.city_years
    source = year.rule.period.source
    amended = (
        Amended("requirements.public_compulsory.min_hours", "20", "明人社〔2025〕19号", source),
        Amended("deadlines.declare.date", "2025-11-30", "明人社〔2025〕19号", source),
        Amended("requirements.professional.min_hours", "未规定", "明人社〔2025〕19号", source),
    )
    told = amendments(replace(year, amended=amended))
    assert [item.words for item in told] == [
        "公需必修由至少 20 学时改为至少 24 学时",
        "申报截止由11月30日改为12月31日",
        "新增专业的下限：至少 60 学时",
    ]
    assert {item.by for item in told} == {"明人社〔2025〕19号"}
    assert told[0].now == next(
        node.source for node in year.rule.requirements.walk() if node.id == "public_compulsory"
    )


def test_the_page_shows_both_what_was_and_what_is(catalog: Catalog) -> None:
    """A reader who knows the first notice sees that it was changed, and by which."""
    (year,) = catalog.city_years
    other = catalog.documents[-1]
    item = Amended("requirements.public.min_hours", "24", other.ref, year.rule.period.source)
    changed = replace(year, amended=(item,), notices=(*year.notices, other.ref))
    pages = {page.url: page.body for page in all_pages(replace(catalog, city_years=(changed,)))}
    body = pages["cities/minghe/2025/"]
    assert "本年度里改过的" in body
    assert "公需由至少 24 学时改为至少 30 学时" in body
    assert "本年度里改过的" not in {page.url: page.body for page in all_pages(catalog)}["cities/minghe/2025/"]
