"""Working days by the announced calendar, and by presumption for years it lacks."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.calculator.invented import YEAR, ledger, row, rules
from xueshi.judge import judge
from xueshi.judge.workdays import WorkDays
from xueshi.model.published import CalendarYear, WorkCalendar

D = datetime.date
CALENDAR = WorkCalendar(
    "虚构", (CalendarYear(2023, (D(2023, 4, 5),), (D(2023, 4, 8),)), CalendarYear(2024, (), ()))
)
DAYS = WorkDays(CALENDAR)


def test_the_day_after_is_the_first_working_day() -> None:
    assert DAYS.after(D(2023, 3, 6), 1).date == D(2023, 3, 7)


def test_weekends_and_holidays_are_passed_over_and_working_weekends_count() -> None:
    """Monday 3 April: Tuesday 4, (Wednesday off), Thursday 6, Friday 7, Saturday 8 works, Monday 10."""
    assert [DAYS.after(D(2023, 4, 3), count).date.day for count in range(1, 6)] == [4, 6, 7, 8, 10]


def test_a_year_that_is_not_announced_is_presumed() -> None:
    assert DAYS.after(D(2024, 12, 30), 1).presumed is False
    assert DAYS.after(D(2024, 12, 31), 1).presumed is True
    assert DAYS.last_start(D(2025, 1, 3), 2).presumed is True
    assert DAYS.last_start(D(2024, 12, 31), 2).presumed is False


@given(st.dates(D(2023, 1, 1), D(2024, 12, 1)), st.integers(1, 15))
def test_the_last_start_is_the_last_from_which_all_days_fit(end: datetime.date, count: int) -> None:
    start = DAYS.last_start(end, count).date
    assert DAYS.after(start, count).date <= end
    assert DAYS.after(start + datetime.timedelta(days=1), count).date > end


def test_the_last_safe_day_to_declare_is_given_with_whose_duty_it_is() -> None:
    """Ten working days end on Friday 29 December 2023 for what is declared by Sunday 17 December."""
    verdict = judge(rules(), ledger(row(declared="", reviewed="")), D(YEAR, 11, 20))
    steps = {step.code: step for step in verdict.next_steps}
    assert steps["declare_safe"].by == D(2023, 12, 17)
    assert steps["declare"].by == D(2023, 12, 31)
    assert steps["declare"].duty == "本人"
    late = judge(rules(), ledger(row(declared="", reviewed="")), D(YEAR, 12, 18))
    assert "declare_safe" not in {step.code for step in late.next_steps}


def test_a_presumed_calendar_is_noted() -> None:
    known = judge(rules(), ledger(), D(YEAR, 11, 20))
    presumed = judge(rules(calendar_years=()), ledger(), D(YEAR, 11, 20))
    assert "note_presumed" not in {note.code for note in known.notes}
    assert "note_presumed" in {note.code for note in presumed.notes}
