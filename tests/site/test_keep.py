"""What lasts beyond a visit: calendar, receipt, trial, shared link, in a real browser with the real Python."""

from tests.site.calculator import Calculator
from tests.site.conftest import Visits
from tests.site.test_calculator import quick


def saved(calculator: Calculator, button: str) -> tuple[str, bytes]:
    """Name and content of the file that a button saves."""
    with calculator.page.expect_download() as saving:
        calculator.button(button).click()
    return saving.value.suggested_filename, saving.value.path().read_bytes()


# Calendar


def test_next_steps_with_a_day_are_saved_as_a_calendar(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="20", 专业="60").expect_status("未达标")
    days = calculator.root.locator(".steps time").count()
    name, data = saved(calculator, "存为日程 (.ics)")
    assert name == "三门峡市2025年度继续教育日程.ics"
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.count(b"BEGIN:VEVENT") == days > 0


def test_where_no_step_has_a_day_no_calendar_is_offered(visits: Visits) -> None:
    calculator = quick(visits, day="2026-02-01").fill_hours(公需="20", 专业="60").expect_status("未达标")
    assert calculator.root.locator(".steps time").count() == 0
    assert calculator.button("存为日程 (.ics)").count() == 0
