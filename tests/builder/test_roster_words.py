"""What a roster says: reminders, and what the unit has to do (虚构)."""

import datetime

from tests.builder.rosters import HEADER, TODAY, TREE, judged, table
from tests.calculator.invented import row, rules
from xueshi.judge.verdict import Status
from xueshi.model.published import Provider, Rules
from xueshi.roster.people.judged import Result
from xueshi.roster.results.duties import Duties, DutyLine, tasks_of
from xueshi.roster.results.letters import letter
from xueshi.roster.results.wording import Wording
from xueshi.roster.results.writing import ResultTable

CARD = "41040119900101123X"
PLATFORMS = (
    Provider("虚构学习网", "平台", (), ("a",), None),
    Provider("已关学习网", "平台", (), ("a",), datetime.date(2023, 6, 30)),
    Provider("虚构基地", "基地", (), ("a",), None),
)
RULES = rules(TREE, providers=PLATFORMS)


def letter_to(result: Result, made: Rules = RULES) -> str:
    return letter(result, Wording(made), TODAY)


def duties(results: list[Result], made: Rules = RULES) -> dict[str, DutyLine]:
    """Duties by code."""
    sums = Duties()
    for result in results:
        sums.add(result.city, result.person.year, result.person.name, tasks_of(result))
    return {line.code: line for line in sums.lines([made], TODAY)}


def test_a_reminder_has_shortfall_day_place_and_clause_and_nothing_else_of_the_person() -> None:
    """It goes to people's telephones: no number of an identity card, no other's business."""
    (result,), _ = judged(table(["身份证号", *HEADER[1:]], [CARD, "张三", *row("a", "3")]), under=RULES)
    text = letter_to(result)
    assert text.startswith("张三，您好！")
    assert "您还差：a 1 学时、total 5 学时" in text
    assert "在2023年12月31日前（含当天）再学" in text
    assert "可以在虚构学习网等学习" in text
    assert "已关" not in text
    assert "基地" not in text
    assert "依据：虚构〔2023〕1号 一。" in text
    assert CARD not in text


def test_whoever_has_met_everything_is_not_reminded() -> None:
    """Nothing is left to do."""
    (result,), _ = judged(table(HEADER, ["1", "张三", *row("a", "9")]), under=RULES)
    assert (result.outcome.status, letter_to(result)) == (Status.MET, "")


def test_after_the_last_day_a_reminder_does_not_send_to_learn() -> None:
    """Hours that nobody counts any more help nobody."""
    made = rules(TREE, providers=PLATFORMS, declare_by=datetime.date(2023, 6, 30))
    (result,), _ = judged(table(HEADER, ["1", "张三", *row("a", "3")]), under=made)
    text = letter_to(result, made)
    assert "申报已经截止" in text
    assert "再学" not in text


def test_the_unit_is_told_which_reviews_are_overdue_and_since_when() -> None:
    """Two times five working days from the declaration; whoever declared lately has time."""
    people = [
        ["1", "张三", *row("a", "9", reviewed="")],
        ["2", "李四", *row("a", "9", declared="2023-11-15", reviewed="")],
        ["3", "王五", *row("a", "9")],
    ]
    results, _ = judged(table(HEADER, *people), under=RULES)
    found = duties(results)
    assert (found["urge_review"].people, found["urge_review"].rows) == (1, 1)
    assert found["urge_review"].named == ("张三",)
    assert found["urge_review"].duty == "用人单位"
    assert found["urge_review"].by == datetime.date(2023, 4, 17)
    assert found["review"].named == ("李四",)
    assert found["review"].by == datetime.date(2023, 11, 29)


def test_the_days_that_bind_the_unit_are_told_as_long_as_they_are_not_over() -> None:
    """Filing the plan was due in September; all reviews are due by the end of the year."""
    found = duties([])
    assert "file_plan" not in found
    assert found["review_all"].by == datetime.date(2023, 12, 31)
    assert found["safe"].by == datetime.date(2023, 12, 17)


def test_rows_to_be_corrected_and_questions_are_a_matter_of_whoever_keeps_the_table() -> None:
    """The person has never seen it."""
    results, _ = judged(table(HEADER, ["1", "张三", *row("a", "八")]), under=RULES)
    assert duties(results)["fix_rows"].duty == "用人单位"
    made = ResultTable([RULES], TODAY)
    cells = dict(zip(made.header, made.row(results[0]), strict=True))
    assert "改正读不懂的内容" in cells["单位要办的事"]
    assert "改正" not in cells["本人要办的事"]


def test_while_a_question_is_open_nothing_is_said_to_be_missing() -> None:
    """What is missing hangs on the answer."""
    (result,), _ = judged(table(["姓名", "甲", "乙"], ["张三", "4", "5"]), under=RULES)
    made = ResultTable([RULES], TODAY)
    cells = dict(zip(made.header, made.row(result), strict=True))
    assert (cells["结论"], cells["还要学"]) == ("需补充信息", "")
    assert cells["要回答的问题"] == "都已申报并审核通过了吗？"
    assert "都已申报并审核通过了吗" in letter_to(result)
