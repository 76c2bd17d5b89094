"""``xueshi check``: exit codes, one-line errors, JSON on stdout."""

import errno
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.calculator.invented import csv_bytes, node, row, rules
from xueshi import __version__, jsontext, rulesfile
from xueshi.cli import main
from xueshi.ledger.workbooks import write_workbook_ledger

KEYS = {
    "schema_version", "city", "year", "today", "status", "closed", "unit", "requirements", "rows",
    "row_errors", "plan", "next_steps", "explanation",
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site with one invented city on file and one without a notice."""
    api = tmp_path / "site" / "api" / "v1"
    (api / "rules" / "xugou").mkdir(parents=True)
    (api / "rules" / "xugou" / "2023.json").write_text(jsontext.dumps(rules()), encoding="utf-8")
    cities = [
        {"id": "xugou", "name": "虚构市", "years": [2023]},
        {"id": "kongbai", "name": "空白市", "years": []},
    ]
    (api / "index.json").write_text(json.dumps({"cities": cities}), encoding="utf-8")
    (tmp_path / "L.csv").write_bytes(csv_bytes(row("must", "24"), row("may", "6"), row("trade", "60")))
    return tmp_path


def run(
    site: Path, capsys: pytest.CaptureFixture[str], *options: str, place: tuple[str, ...] = ()
) -> tuple[int, str, str]:
    arguments = ["check", *(place or ("--site", str(site / "site"))), *options]
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


USUAL = ("--city", "xugou", "--year", "2023", "--today", "2023-11-20")


def test_a_verdict_is_printed_as_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"), "--json")
    verdict = json.loads(out)
    assert (code, err, verdict["status"]) == (0, "", "met")
    assert set(verdict) >= KEYS
    first = verdict["requirements"][0]
    assert set(first) >= {"id", "name", "required", "learned", "declared", "approved", "shortfall", "source"}
    assert (first["id"], first["required"], first["source"]["document"]) == ("total", 90, "虚构〔2023〕1号")
    assert {item["id"]: item["required"] for item in verdict["requirements"]}["may"] is None


def test_a_verdict_is_printed_for_people(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"))
    assert code == 0
    assert "已达标" in out


def test_the_three_tallies_are_printed_apart(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (row("trade", "30"), row("trade", "20", reviewed=""), row("trade", "10", declared="", reviewed=""))
    (site / "L.csv").write_bytes(csv_bytes(*rows))
    out = run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"))[1]
    assert "trade：不少于 60；已学 60，已申报 50，已审核 30" in out


def test_one_rules_file_is_enough(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("--rules", str(site / "site/api/v1/rules/xugou/2023.json"))
    code, out, _ = run(
        site, capsys, "--ledger", str(site / "L.csv"), "--today", "2023-11-20", "--json", place=place
    )
    assert (code, json.loads(out)["status"]) == (0, "met")


def test_answers_are_read_from_a_file(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "L.csv").write_bytes(csv_bytes(row("public", "30"), row("trade", "60")))
    (site / "A.json").write_text('{"parts:2": 24}', encoding="utf-8")
    options = (*USUAL, "--ledger", str(site / "L.csv"), "--json")
    assert json.loads(run(site, capsys, *options)[1])["status"] == "needs_info"
    assert json.loads(run(site, capsys, *options, "--answers", str(site / "A.json"))[1])["status"] == "met"


@pytest.mark.parametrize(("city", "year"), [("xugou", "2024"), ("kongbai", "2023"), ("空白市", "2023")])
def test_a_known_city_without_that_year_is_not_on_file(
    city: str, year: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(
        site, capsys, "--city", city, "--year", year, "--ledger", str(site / "L.csv"), "--json"
    )
    verdict = json.loads(out)
    assert (code, verdict["status"], verdict["unit"], verdict["closed"]) == (0, "not_on_file", None, False)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"--city": "xugo"}, "您是不是想写“xugou”"),
        ({"--city": "火星"}, "可用：xugou"),
        ({"--city": "XUGOU"}, "您是不是想写“xugou”"),
        ({"--year": "二〇二三"}, "--year"),
        ({"--today": "2023-02-30"}, "--today"),
        ({"--today": "2023-W10-1"}, "写法如 2025-11-20"),
        ({"--today": "2023/3/5"}, "您是不是想写 2023-03-05"),
        ({"--ledger": "没有.csv"}, "读不到文件"),
        ({"--site": "没有的文件夹"}, "没有这个文件"),
        ({"--site": "http://["}, "写法不对"),
        ({"--answers": "L.csv"}, "不是 JSON（第 1 行第 1 个字附近）"),
        ({"--year": "二〇二五"}, "不是年度"),
        ({"--year": "-1"}, "“-1”不是年度"),
        ({"--year": "20255"}, "不是年度"),
        ({"--answers": "没有.json"}, "没有这个文件"),
        ({"--colour": "red"}, "--colour"),
    ],
)
def test_bad_usage_is_one_line_and_exit_two(
    change: dict[str, str], word: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {
        "--site": str(site / "site"), "--city": "xugou", "--year": "2023", "--today": "2023-11-20",
        "--ledger": str(site / "L.csv"),
    } | {key: str(site / value) if value == "L.csv" else value for key, value in change.items()}  # fmt: skip
    code = main(["check", *(part for pair in given.items() for part in pair), "--json"])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert word in err


def test_rules_of_another_shape_are_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = site / "bad.json"
    for text, word in (
        ("[]", "不是规则文件"),
        ('{"schema_version": 99}', "99"),
        ('{"schema_version": 1}', "不合格式"),
    ):
        bad.write_text(text, encoding="utf-8")
        code, _, err = run(site, capsys, "--ledger", str(site / "L.csv"), place=("--rules", str(bad)))
        assert (code, word in err) == (2, True)


def test_rules_that_contradict_themselves_are_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two subjects of one id would crash the program, or be judged as one."""
    plain = json.loads(jsontext.dumps(rules()))
    plain["rule"]["requirements"]["children"][1]["id"] = "public"
    (site / "twice.json").write_text(json.dumps(plain), encoding="utf-8")
    place = ("--rules", str(site / "twice.json"))
    code, out, err = run(site, capsys, "--ledger", str(site / "L.csv"), place=place)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "requirements.children.1.id" in err


@pytest.mark.parametrize(
    "index",
    ["[]", "{}", "null", '{"cities": null}', '{"cities": [1]}', '{"cities": [{"id": "xugou"}]}', "[" * 5000],
)
def test_an_index_of_another_shape_is_one_line(
    index: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "site/api/v1/index.json").write_text(index, encoding="utf-8")
    code, out, err = run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "index.json 不是" in err


@pytest.mark.parametrize("text", ["[]", '"是"', "1", "null", "", "{", '{"a": NaN}', '{"a":' * 3000])
def test_answers_of_another_shape_are_one_line(
    text: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "A.json").write_text(text, encoding="utf-8")
    answers = ("--answers", str(site / "A.json"))
    code, out, err = run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"), *answers)
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["check", "roster"])
def test_an_answer_given_twice_is_refused_by_its_name(
    command: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which of the two was meant, nobody can know: the last one is not taken in silence."""
    (site / "A.json").write_text('{"people": {"甲": {"parts:2": 24, "parts:2": 30}}}', encoding="utf-8")
    ledger = str(site / "L.csv")
    given = ["--ledger", ledger] if command == "check" else [ledger, "--out", str(site / "R.csv")]
    place = ["--site", str(site / "site"), "--city", "xugou", "--year", "2023", "--today", "2023-11-20"]
    code = main([command, *given, *place, "--answers", str(site / "A.json")])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "“parts:2”写了两次" in err


def test_a_rules_file_is_found_by_the_citys_name_too(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("--rules", str(site / "site/api/v1/rules/xugou/2023.json"))
    options = ("--ledger", str(site / "L.csv"), "--today", "2023-11-20", "--json")
    assert run(site, capsys, *options, "--city", "虚构市", place=place)[0] == 0
    assert run(site, capsys, *options, "--city", "空白市", place=place)[0] == 2


def test_totals_are_read_as_typed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No word of Python reaches the user; null is an empty field."""
    (site / "T.json").write_text('{"must": null, "may": true, "trade": 60.5}', encoding="utf-8")
    out = run(site, capsys, *USUAL, "--totals", str(site / "T.json"), "--json")[1]
    verdict = json.loads(out)
    assert [error["value"] for error in verdict["row_errors"]] == ["true"]
    assert verdict["requirements"][-1]["learned"] == 60.5


def test_totals_go_by_the_names_that_a_ledger_takes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is offered in an error may be written; one subject under two names is asked about."""
    tree = node("total", 9, node("a", 4, aliases=("甲",)), node("b", None, aliases=("乙",)))
    (site / "R.json").write_text(jsontext.dumps(rules(tree)), encoding="utf-8")
    place = ("--rules", str(site / "R.json"))
    totals = ("--totals", str(site / "T.json"))
    (site / "T.json").write_text(json.dumps({"甲": 4, "b": 5}), encoding="utf-8")
    verdict = json.loads(run(site, capsys, *totals, "--json", place=place)[1])
    assert (verdict["row_errors"], verdict["requirements"][0]["learned"]) == ([], 9)
    (site / "T.json").write_text(json.dumps({"甲": 4, "a": 5}), encoding="utf-8")
    code, _, err = run(site, capsys, *totals, place=place)
    assert (code, err.count("\n"), "“甲”和“a”是同一个科目" in err) == (2, 1, True)


def test_a_file_too_large_is_refused(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that never ends would fill the memory."""
    monkeypatch.setattr(rulesfile, "MOST_BYTES", 20)
    code, _, err = run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"))
    assert (code, "文件太大" in err) == (2, True)


def test_an_excel_ledger_gives_the_same_verdict_and_names_what_it_lacks(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = site / "L.xlsx"
    ledger.write_bytes(write_workbook_ledger([row("must", "24"), row("may", "6"), row("trade", "60")]))
    usual = (*USUAL, "--ledger", str(ledger))
    code, out, _ = run(site, capsys, *usual, "--json")
    assert (code, json.loads(out)["status"]) == (0, "met")
    book = openpyxl.load_workbook(ledger)
    book.copy_worksheet(book.worksheets[0]).title = "另一张"
    book.save(ledger)
    code, out, err = run(site, capsys, *usual)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "学时台账、另一张" in err
    assert "--sheet" in err
    assert run(site, capsys, *usual, "--sheet", "另一张")[0] == 0


def test_what_is_to_be_said_of_a_file_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Excel shows 24 where the file holds only =4*6: the remark alone says why the row lacks its hours."""
    ledger = site / "L.xlsx"
    ledger.write_bytes(write_workbook_ledger([row("must", "24"), row("trade", "60")]))
    book = openpyxl.load_workbook(ledger)
    book.worksheets[0]["C2"] = "=4*6"
    book.save(ledger)
    usual = (*USUAL, "--ledger", str(ledger))
    (remark,) = json.loads(run(site, capsys, *usual, "--json")[1])["file_remarks"]
    assert "公式" in remark
    assert f"！{remark}\n" in run(site, capsys, *usual)[1]
    sound = json.loads(run(site, capsys, *USUAL, "--ledger", str(site / "L.csv"), "--json")[1])
    assert sound["file_remarks"] == []


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"xueshi {__version__}\n"


def test_a_full_disk_is_told_in_one_line(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result that was cut off must not pass for one, nor end in a traceback."""

    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stdout", Full())
    code = main(["check", "--site", str(site / "site"), *USUAL, "--ledger", str(site / "L.csv"), "--json"])
    told = capsys.readouterr().err
    assert (code, told.count("\n")) == (2, 1)
    assert told == "xueshi: 结果没有写完（磁盘满了）。\n"
