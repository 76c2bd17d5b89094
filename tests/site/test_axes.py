"""Invented rules with a second axis, on the page of a published city: minima drawn, hours placed."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.site.calculator import SANMENXIA, Calculator, axe_in_both_colours, ledger_row, width_overflow
from tests.site.conftest import Visits
from xueshi import jsontext
from xueshi.page import handle

SHAPES = Path(__file__).resolve().parents[1] / "calculator" / "shapes.json"


def invented(visits: Visits, shape: str, **screen: Any) -> Calculator:
    """The page of 三门峡 2025 with an invented rule in place of the published one."""
    rules = json.loads(SHAPES.read_text(encoding="utf-8"))[f"{shape}/2025"]["rules"]
    rules |= {"city": "sanmenxia", "year": 2025}
    sheet = handle("open_rules", {"rules": jsontext.loads(json.dumps(rules))})
    context = visits.context(**screen)

    def answer(content: str) -> Any:
        return lambda route: route.fulfill(body=content, content_type="application/json")

    told = f'{{"edition": "invented", "sheet": {jsontext.dumps(sheet)}, "rules": {json.dumps(rules)}}}'
    context.route("**/assets/calculator/sanmenxia/2025.json*", answer(told))
    return Calculator(visits.page(SANMENXIA, context=context)).judge_on("2025-11-20").open_ledger()


def learned(subject: str, hours: str, way: str) -> tuple[str, ...]:
    """A row that entered by itself."""
    return ledger_row(
        完成日期="2025-03-05", 科目=subject, 学时=hours, 学习方式=way, 课程="课", 入账方式="自动"
    )


def test_minima_by_way_of_learning_are_drawn_like_the_subjects(visits: Visits) -> None:
    """All subjects are enough, 线下 is not: the second table says what is missing."""
    calculator = invented(visits, "ways")
    calculator.paste(
        learned("公需", "30", "线上"), learned("专业", "50", "线上"), learned("专业", "10", "线下")
    )
    calculator.expect_status("未达标")
    ways = calculator.root.get_by_role("table", name="按学习方式算的学时")
    online, offline = (ways.get_by_role("row").filter(has_text=name) for name in ("线上", "线下"))
    expect(online).to_contain_text("不缺")
    expect(offline).to_contain_text("至少 36")
    expect(offline).to_contain_text("还差 26")
    offline.locator("summary").click()
    expect(offline).to_contain_text("线下学习不少于36学时")
    assert axe_in_both_colours(calculator.page, "xueshi-calculator") == []
    calculator.page.set_viewport_size({"width": 360, "height": 800})
    assert width_overflow(calculator.page) == 0
    calculator.paste(learned("专业", "26", "线下"))
    calculator.expect_status("已达标")
    expect(offline).to_contain_text("不缺")


def test_a_row_that_may_serve_several_duties_says_where_it_is_counted(visits: Visits) -> None:
    calculator = invented(visits, "achievements")
    calculator.paste(learned("发明专利", "1", ""), learned("专业", "60", ""))
    calculator.expect_status("已达标")
    expect(calculator.row(2)).to_contain_text("公需")
