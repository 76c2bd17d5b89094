"""Receipts, trials, reminders, and the words for what changed between two rules."""

import datetime
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.calculator.invented import LAST, TODAY, deadline, ledger, node, row, rules
from xueshi import jsontext
from xueshi.changes import changes
from xueshi.judge import judge, not_on_file
from xueshi.model.published import Rules
from xueshi.model.rule import CarryOverPolicy, PlanFilingPolicy
from xueshi.page import handle
from xueshi.receipt import UnreadableReceiptError, make_receipt, read_receipt, reopen, rules_hash
from xueshi.reminders import reminders
from xueshi.rulesjson import parse_rules

ROWS = [row("must", "24", course="甲"), row("may", "6", course="乙"), row("trade", "60", course="丙")]
STRICTER = node("total", 90, node("public", 30, node("must", 30), node("may", None)), node("trade", 60))


def saved(rule: Rules | None = None) -> bytes:
    return jsontext.dumps(make_receipt(rule or rules(), ROWS, None, TODAY, {})).encode()


def test_a_receipt_opened_under_the_same_rule_says_the_same() -> None:
    reopened = reopen(read_receipt(saved()), rules())
    assert (reopened.changes, reopened.same_engine, reopened.same_verdict) == ((), True, True)
    assert reopened.then.status == reopened.now.status == "met"


def test_a_receipt_opened_under_a_changed_rule_says_what_changed_and_judges_under_both() -> None:
    reopened = reopen(read_receipt(saved()), rules(STRICTER))
    assert reopened.changes == ("must：至少 24 → 至少 30",)
    assert (reopened.then.status, reopened.now.status) == ("met", "short")


def test_a_receipt_with_quick_hours_keeps_them_and_the_answers() -> None:
    totals, answers = {"must": "24", "may": "6", "trade": "60"}, {"all_approved": "是"}
    receipt = read_receipt(jsontext.dumps(make_receipt(rules(), [], totals, TODAY, answers)).encode())
    assert (receipt["totals"], receipt["answers"]) == (totals, answers)
    assert reopen(receipt, rules()).then.status == "met"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff", "不是回执文件"),
        (b"[" * 100000, "不是回执文件"),
        (b'{"kind": "other"}', "不是本站保存的回执"),
        (b'{"kind": "xueshi-receipt", "receipt_version": 9}', "格式版本是 9"),
        (saved().replace(b'"60"', b'"61"'), "改动过"),
        (saved()[:-3], "不是回执文件"),
        (saved().replace(b'"schema_version": 1', b'"schema_version": 1e999999999'), "不是回执文件"),
        (saved().replace("甲".encode(), b"\\ud800"), "改动过"),
    ],
)
def test_what_is_no_receipt_or_was_changed_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableReceiptError, match=word):
        read_receipt(data)


OLD = Path(__file__).with_name("receipt-1.json").read_bytes()
"""A receipt as the first version wrote it. Never made anew: people have such files."""


def test_a_receipt_of_the_first_version_is_still_opened() -> None:
    """When the shape changes, ``LIFTS`` gets a step and this file stays as it is."""
    receipt = read_receipt(OLD)
    reopened = reopen(receipt, rules(STRICTER))
    assert (reopened.then.status, reopened.now.status) == ("met", "short")
    assert reopened.changes == ("must：至少 24 → 至少 30",)
    assert receipt["rows"] == ROWS


def test_a_receipt_is_lifted_step_by_step_to_the_version_that_reads_it() -> None:
    """A version to come (invented): one that calls the day otherwise, then one that adds a word."""
    steps = {
        1: lambda old: {**old, "receipt_version": 2, "day": old["today"]},
        2: lambda old: {**old, "receipt_version": 3, "word": old["day"][:4]},
    }
    receipt = read_receipt(OLD, version=3, lifts=steps)
    assert (receipt["receipt_version"], receipt["day"], receipt["word"]) == (3, "2023-11-20", "2023")
    with pytest.raises(UnreadableReceiptError, match="格式版本是 1"):
        read_receipt(OLD, version=3, lifts={2: steps[2]})


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("rows", "x"),
        ("rows", [["a", 1]]),
        ("rows", None),
        ("totals", {"must": 24}),
        ("totals", []),
        ("answers", None),
        ("today", "2023-02-30"),
        ("today", 5),
        ("engine_version", None),
        ("rules_hash", 3),
        ("receipt_version", "1"),
        ("rules", {}),
        ("rules", None),
    ],
)
def test_a_file_sealed_by_another_hand_is_refused_and_does_no_harm(part: str, value: object) -> None:
    """The seal tells accidents; whoever forges one still gets a sentence, never a crash."""
    forged = {key: item for key, item in read_receipt(saved()).items() if key != "seal"} | {part: value}
    sealed = {**forged, "seal": hashlib.sha256(jsontext.dumps(forged).encode()).hexdigest()}
    with pytest.raises(UnreadableReceiptError, match="回执"):
        reopen(read_receipt(jsontext.dumps(sealed).encode()), rules())


def test_a_receipt_of_another_engine_says_so_and_what_it_said_is_compared() -> None:
    made = {key: item for key, item in read_receipt(saved()).items() if key != "seal"}
    made |= {"engine_version": "0.0.1", "verdict": {**made["verdict"], "status": "short"}}
    sealed = {**made, "seal": hashlib.sha256(jsontext.dumps(made).encode()).hexdigest()}
    reopened = reopen(read_receipt(jsontext.dumps(sealed).encode()), rules())
    assert (reopened.same_engine, reopened.same_verdict) == (False, False)


def test_a_receipt_of_another_city_or_year_is_refused_by_name() -> None:
    other = replace(rules(), city="bieshi", city_name="别市")
    with pytest.raises(UnreadableReceiptError, match="别市2023年度"):
        reopen(read_receipt(saved(other)), rules())


def test_the_rules_hash_is_of_what_decides() -> None:
    assert rules_hash(rules()) == rules_hash(rules(calendar_years=()))
    assert rules_hash(rules()) != rules_hash(rules(STRICTER))


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (rules(node("total", 72)), "total：至少 90 → 至少 72"),
        (rules(carry_over=CarryOverPolicy.NOT_STATED), "结转：不允许 → 未规定"),
        (rules(plan_filing=PlanFilingPolicy.ASKED), "未备案的后果：未备案不予认可 → 要求备案"),
        (rules(automatic=False), "自动计入：自动计入 → 未规定"),
        (rules(review_days=7), "单位审核时限：5 个工作日 → 7 个工作日"),
        (rules(declare_by=datetime.date(2023, 12, 20)), "申报截止：2023年12月31日 → 2023年12月20日"),
        (rules(declare_by=None), "申报截止：2023年12月31日 → 未规定"),
        (rules(not_modelled=["每三年面授一次"]), "每三年面授一次：没有 → 有"),
    ],
)
def test_each_change_of_a_rule_is_said(after: Rules, message: str) -> None:
    assert message in [change.message for change in changes(rules().rule, after.rule)]


def test_equal_rules_have_no_changes() -> None:
    assert changes(rules().rule, rules().rule) == ()


def test_a_trial_is_no_verdict() -> None:
    """The status stays “not on file”; what the other rule says lies apart, under its label."""
    tried = judge(rules(), ledger(*ROWS), TODAY)
    verdict = not_on_file("kongbai", "空白市", 2023, TODAY, tried).plain()
    assert (verdict["status"], verdict["requirements"], verdict["plan"]) == ("not_on_file", [], [])
    assert verdict["trial"]["label"] == "按虚构市2023年度通知试算，不是结论"
    assert verdict["trial"]["result"]["status"] == "met"
    assert not_on_file("kongbai", "空白市", 2023, TODAY).trial is None


def test_the_page_makes_receipts_trials_and_reminders() -> None:
    opened = handle("open_rules", {"rules": jsontext.loads(jsontext.dumps(rules()))})
    payload = {"key": opened["key"], "rows": ROWS[:2], "totals": None, "today": "2023-11-20", "answers": {}}
    receipt = handle("receipt", payload)
    again = handle("open_receipt", {"key": opened["key"], "bytes": receipt["text"].encode()})
    assert (receipt["name"], again["error"], again["then"]["status"]) == (
        "虚构市2023年度学时自查回执.json",
        None,
        "short",
    )
    assert "不是回执" in handle("open_receipt", {"key": opened["key"], "bytes": b"x"})["error"]
    tried = handle("trial", {**payload, "city": "kongbai", "city_name": "空白市", "year": 2023})
    assert (tried["status"], tried["trial"]["result"]["status"]) == ("not_on_file", "short")
    assert handle("reminders", payload)["text"].startswith("BEGIN:VCALENDAR\r\n")


def test_reminders_are_a_calendar_that_calendars_read() -> None:
    text = reminders(judge(rules(), ledger(), TODAY))
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert text.count("BEGIN:VEVENT") == text.count("BEGIN:VALARM") == text.count("END:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20231231" in lines
    unfolded = text.replace("\r\n ", "")
    assert "谁的事：本人。依据：虚构〔2023〕1号 一" in unfolded
    assert reminders(judge(rules(), ledger(), TODAY)) == text, "the same steps keep their identity"


def test_steps_without_a_day_make_no_event() -> None:
    assert "VEVENT" not in reminders(judge(rules(), ledger(), LAST + datetime.timedelta(days=1)))


def test_a_deadline_without_a_day_is_shown_as_printed() -> None:
    silent = rules()
    words = replace(silent.rule.deadlines, before_title=deadline(silent.rule.deadlines.platform_close))  # type: ignore[arg-type]
    after = replace(silent.rule, deadlines=words)
    assert [change.message for change in changes(silent.rule, after)] == ["职称申报前：未规定 → 某日前"]


def test_a_different_platform_count_is_pointed_out() -> None:
    cells = [*row(course="甲"), "6"]
    verdict = judge(rules(), ledger(cells), TODAY)
    assert [issue.code for issue in verdict.rows[0].issues] == ["platform_differs"]
    same = judge(rules(), ledger([*row(course="甲"), "8"]), TODAY)
    assert same.rows[0].issues == ()
    assert json.loads(jsontext.dumps(verdict.plain()))["rows"][0]["counted"] == 8


@pytest.mark.parametrize("part", ["rows", "totals", "answers", "verdict", "today", "rules"])
def test_a_receipt_that_lacks_a_part_is_refused(part: str) -> None:
    made = {key: item for key, item in read_receipt(saved()).items() if key not in ("seal", part)}
    sealed = {**made, "seal": hashlib.sha256(jsontext.dumps(made).encode()).hexdigest()}
    with pytest.raises(UnreadableReceiptError):
        reopen(read_receipt(jsontext.dumps(sealed).encode()), rules())


def test_a_forged_receipt_whose_rules_contradict_themselves_is_refused() -> None:
    """A seal tells accidents, not forgery: such rules can be sealed, and must not stop the page."""
    receipt = json.loads(saved())
    provider = {"name": "某机构", "kind": "平台", "aliases": [], "subjects": ["nowhere"], "closes_on": None}
    receipt["rules"]["providers"] = [provider]
    parse_rules(receipt["rules"])
    receipt["rows"][0][4] = "某机构"
    rest = {key: value for key, value in receipt.items() if key != "seal"}
    receipt["seal"] = hashlib.sha256(jsontext.dumps(rest).encode()).hexdigest()
    with pytest.raises(UnreadableReceiptError, match="规则读不出来"):
        reopen(read_receipt(jsontext.dumps(receipt).encode()), rules())
