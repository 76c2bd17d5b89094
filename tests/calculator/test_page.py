"""The door the browser uses: plain data in, plain data out, as JSON can carry it."""

import json

import pytest

from tests.calculator.invented import csv_bytes, row, rules
from tests.calculator.test_shapes import BUNDLE
from xueshi import jsontext
from xueshi.ledger.table import SHOWN, USUAL_COLUMNS
from xueshi.page import handle


@pytest.fixture
def opened() -> dict[str, object]:
    """The invented rules, opened as the page opens a published file."""
    return handle("open_rules", {"rules": jsontext.loads(jsontext.dumps(rules()))})


def test_opening_rules_tells_the_page_all_it_draws(opened: dict[str, object]) -> None:
    assert opened["key"] == "xugou/2023"
    assert opened["columns"] == [*USUAL_COLUMNS, SHOWN]
    assert opened["optional_columns"] == [SHOWN]
    quick = opened["quick"]
    assert isinstance(quick, list)
    assert [field["id"] for field in quick] == ["must", "may", "public", "trade"]


def test_rows_are_judged_and_numbered_from_two(opened: dict[str, object]) -> None:
    rows = [row("must", "24"), row("trade", "六十")]
    verdict = handle(
        "judge", {"key": opened["key"], "rows": rows, "totals": None, "today": "2023-11-20", "answers": {}}
    )
    assert verdict["schema_version"] == 1
    assert [item["row"] for item in verdict["rows"]] == [2]
    assert [item["row"] for item in verdict["row_errors"]] == [3]
    json.loads(jsontext.dumps(verdict))


def test_totals_are_judged(opened: dict[str, object]) -> None:
    totals = {"must": "24", "may": "6", "trade": "５９.５", "public": ""}
    verdict = handle("judge", {"key": opened["key"], "totals": totals, "today": "2023-11-20", "answers": {}})
    assert (verdict["status"], jsontext.dumps(verdict["plan"][0]["hours"])) == ("short", "0.5")


def test_files_and_pastes_become_rows_and_problems_become_sentences() -> None:
    assert handle("read_file", {"name": "a.csv", "bytes": csv_bytes(row(), encoding="gb18030")})["rows"] == [
        row()
    ]
    assert handle("read_paste", {"text": "\t".join(row())})["rows"] == [row()]
    bad = handle("read_file", {"name": "a.xlsx", "bytes": b"PK\x03\x04\x00"})
    assert (bad["rows"], "另存为" in bad["error"]) == ([], True)


def test_the_sample_passes_every_check_and_waits_for_one_review(opened: dict[str, object]) -> None:
    rows = handle("sample", {"key": opened["key"]})["rows"]
    verdict = handle("judge", {"key": opened["key"], "rows": rows, "totals": None, "today": "2023-12-31"})
    assert verdict["row_errors"] == []
    assert verdict["status"] == "pending"
    text = handle("write_csv", {"key": opened["key"], "rows": rows})
    assert text["name"] == "虚构市2023年度学时台账.csv"
    assert handle("read_file", {"name": "x", "bytes": text["text"].encode()})["rows"] == rows


def test_numbers_survive_json_exactly() -> None:
    verdict = jsontext.loads('{"hours": 89.123456789, "big": 100000000000000000000.5}')
    assert jsontext.dumps(verdict) == '{"hours": 89.123456789, "big": 100000000000000000000.5}'


def test_the_topic_is_a_column_only_where_the_rule_reads_it() -> None:
    """Elsewhere nobody is asked for it; what the platform shows is offered everywhere."""
    for name, asked in (("topics/2025", True), ("levels/2025", False)):
        sheet = handle("open_rules", {"rules": BUNDLE[name]["rules"]})
        assert ("主题" in sheet["columns"]) is asked
        assert sheet["optional_columns"] == ["平台显示"]
