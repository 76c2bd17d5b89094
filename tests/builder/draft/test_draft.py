"""A draft says nothing that the notice does not say; what is not sure is left for a person."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builder.checks import run_checks
from builder.checks.clauses import Clauses, fits
from builder.checks.source_text import SourceText
from builder.draft.files import draft_files, to_fill
from builder.draft.finding import Place
from builder.draft.flat import flat_draft
from builder.draft.model import Draft, take_apart
from builder.draft.write import write_city_year
from tests.builder.draft.invented import (
    FIXTURES,
    NAMES,
    draft_of,
    filled,
    score_of,
    text_of,
    where_of,
)

ROOT = Path(__file__).resolve().parents[3]


def places(draft: Draft) -> list[Place]:
    """Every place that a draft cites as a source."""
    found = [item.place for items in draft.every.values() for item in items if item.value is not None]
    found += [item.place for item in draft.provisions] + [item.place for item in draft.cited]
    return [*found, *(item.place for item in draft.platforms)]


@pytest.mark.parametrize("name", NAMES)
def test_no_value_of_a_draft_is_wrong(name: str) -> None:
    """Numbers that look like demands and are none: caps, ranges, other years, what is revoked."""
    assert score_of(name).wrong == ()


def test_most_of_what_is_stated_is_found() -> None:
    """A draft that says nothing would never be wrong either."""
    scores = [score_of(name) for name in NAMES]
    right, missing = (sum(len(getattr(score, kind)) for score in scores) for kind in ("right", "missing"))
    assert right / (right + missing) > 0.95


@pytest.mark.parametrize("name", NAMES)
def test_every_evidence_stands_in_its_clause_and_on_its_line(name: str) -> None:
    """An admin finds the words on the line that the draft names, the check finds them in the clause."""
    draft = draft_of(name)
    text, clauses = SourceText(draft.text), Clauses(draft.text)
    lines = draft.text.split("\n")
    for place in places(draft):
        assert 0 < len(place.evidence) <= 30
        assert text.has(place.evidence), place
        spots = [clauses.at(offset) for offset in text.offsets(place.evidence)]
        assert any(fits(place.clause, spot) for spot in spots), place
        near = re.sub(r"\s", "", "".join(lines[max(0, place.line - 4) : place.line + 3]))
        assert place.evidence[-4:] in near or place.evidence[:4] in near, place


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_readable_data(name: str) -> None:
    """All files of a draft are YAML whatever the notice prints, and the city-year is one mapping."""
    for file, content in draft_files(draft_of(name)).items():
        if file.endswith(".yml"):
            assert yaml.safe_load(content)


def test_damaged_numbers_are_shown_as_printed_beside_a_proposal() -> None:
    """Nothing is repaired in silence: the value is left, the reading is proposed."""
    text = write_city_year(draft_of("05-damaged-scan"))
    assert re.search(r"min_hours: 待填  # 建议 90；印作“不少于9O ?学时”", text)
    assert re.search(r"min_hours: 待填  # 建议 30；印作“不少于3〇学时”", text)
    assert re.search(r"employer_days: 待填  # 建议 10；印作“l0个工作曰”", text)
    assert "min_hours: 待填  # 建议 60；印作“不少于6 0学 时”" in text


LOST = {"0": "O", "1": "l", "2": "Z", "5": "S", "8": "B"}
"""What a scan makes of a digit."""


def test_a_number_that_loses_a_digit_is_never_read_as_another() -> None:
    """Each digit of a notice lost to a letter, a blank, a point or the end of the line: the value goes."""
    text, where = text_of("01-plain-city"), where_of("01-plain-city")
    sound = numbers_of(take_apart(text, where))
    for match in re.finditer(r"\d", text):
        at = match.start()
        damages = [text[:at] + LOST[match[0]] + text[at + 1 :]] if match[0] in LOST else []
        if text[at + 1].isdigit():
            damages += [text[: at + 1] + mark + text[at + 1 :] for mark in " .\n"]
        for damaged in damages:
            found = numbers_of(take_apart(damaged, where))
            assert found.items() <= sound.items(), damaged[max(0, at - 10) : at + 10]


def numbers_of(draft: Draft) -> dict[str, str]:
    """The numbers and days of a draft that have a value."""
    form = re.compile(r"min\.\w+|deadline\.\w+|review\.\w+|document\.(?:number|issued_on)|.*hotline.*")
    return {name: value for name, value in flat_draft(draft).items() if form.fullmatch(name)}


def test_damaged_cells_of_a_table_are_left_with_a_reading_that_the_row_confirms() -> None:
    """A row whose three numbers contradict each other gets no value and no proposal."""
    text = write_city_year(draft_of("13-targets"))
    assert "target: 待填  # 建议 2000；印作“20O0”" in text
    assert "done: 待填  # 建议 3000；印作“3O00”" in text
    assert "target: 待填  # 印作“4000”" in text


def test_numbers_that_were_not_taken_are_listed_with_the_reason() -> None:
    """What may be another shape of rule is not lost: the admin decides."""
    text = write_city_year(draft_of("07-history-and-quotes"))
    assert re.search(r"没有采用：第 \d+ 行“不少于16学时”（是某种学习方式的要求）", text)
    assert re.search(r"没有采用：第 \d+ 行“不少于450学时”（不是一年的要求）", text)


def test_two_statements_that_differ_leave_the_value_to_the_admin() -> None:
    """The draft shows both with their lines and takes neither."""
    text = write_city_year(draft_of("11-conflicting"))
    assert re.search(r"min_hours: 待填  # 通知里有不同的说法：30、24（第 \d+、\d+ 行）", text)


def test_what_was_not_found_says_how_to_fill_it() -> None:
    """Silence of the notice is for a person to confirm: the draft never writes 未规定 by itself."""
    text = write_city_year(draft_of("15-nothing-for-this-year"))
    assert "policy: 待填  # 可填 允许、不允许；没有找到；通知确实没有写的，填 未规定" in text
    assert "未规定\n" not in re.sub(r"#.*", "", text)


def put_together(name: str, place: Path) -> Path:
    """The sound invented data folder with the filled draft of a notice in it."""
    shutil.copytree(FIXTURES / "data", place / "data")
    shutil.copytree(FIXTURES / "sources", place / "sources")
    draft = draft_of(name)
    title = str(draft.value("document.title"))
    for file, content in draft_files(draft).items():
        if file.startswith("sources/"):
            (place / file).write_text(content, "utf-8")
            continue
        path = place / "data" / file
        path.parent.mkdir(exist_ok=True)
        before = path.read_text("utf-8") if path.parent == place / "data" else ""
        path.write_text(before + "\n" + filled(content, title[:20]), "utf-8")
    return place / "data"


UNDECIDED = ("03", "06", "11", "13", "19", "20", "24", "25", "26", "27", "28", "30", "31", "32")
"""Notices that contradict themselves, name neither number nor title, or leave what no comment decides."""


@pytest.mark.parametrize("name", [name for name in NAMES if name[:2] not in UNDECIDED])
def test_a_filled_draft_passes_the_check(name: str, tmp_path: Path) -> None:
    """Filled as the comments say, the drafts are sound data, also against the text they came from."""
    data = put_together(name, tmp_path)
    errors = [item for item in run_checks(data, tmp_path / "sources") if item.is_error]
    assert [(item.file, item.line, item.code, item.found) for item in errors] == []


def test_an_unfilled_draft_is_refused(tmp_path: Path) -> None:
    """Every place that is still to be filled is told, and nothing else of a city-year."""
    data = put_together("01-plain-city", tmp_path)
    where = where_of("01-plain-city")
    path = data / "cities" / "anshan" / f"{where.year}.yml"
    content = write_city_year(take_apart(text_of("01-plain-city"), where))
    path.write_text(content, "utf-8")
    errors = [item for item in run_checks(data) if item.is_error]
    told = [item for item in errors if item.file.endswith(f"anshan/{where.year}.yml")]
    assert {item.code for item in told} == {"E113"}
    assert len(told) == to_fill(content)


def test_the_core_needs_the_standard_library_and_the_model_only() -> None:
    """The same code runs in the Python of the page."""
    program = (
        "import sys; known = set(sys.modules);"
        "import builder.draft.files, builder.draft.docx;"
        "print(*{name for name in set(sys.modules) - known})"
    )
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'calculator' / 'src'}"}
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    foreign = {
        name
        for name in done.stdout.split()
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not re.fullmatch(r"builder|builder\.draft(\..+)?|xueshi|xueshi\.model(\..+)?", name)
    }
    assert foreign == set()
