"""What the tests of the roster page's door share: an invented staff, and the steps through the door."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.calculator.invented import node, rules
from xueshi import jsontext
from xueshi.model.plain import unstructure
from xueshi.model.published import Rules
from xueshi.roster.page.door import handle

CITIES = [{"id": "elsewhere", "name": "别处市"}]
TODAY = "2023-11-20"
HEADER = "工号,姓名,部门,完成日期,科目,学时,入账方式,申报日期,审核日期"
PARTS = (replace(node("public", 30), name="公需"), replace(node("trade", 60), name="专业"))
RULES = rules(node("total", 90, *PARTS))


def line(person: int, subject: str, hours: str, **more: str) -> str:
    """A row of a person whose hours are approved."""
    cells = {
        "name": f"甲{person}",
        "unit": f"部门{person % 3}",
        "declared": "2023-03-02",
        "reviewed": "2023-03-03",
    }
    now = {**cells, **more}
    return (
        f"{person:05d},{now['name']},{now['unit']},2023-03-01,{subject},{hours},申报,"
        f"{now['declared']},{now['reviewed']}"
    )


def staff(people: int = 40) -> str:
    """People of whom every fourth lacks hours, and some still have to be reviewed."""
    lines = [HEADER]
    for person in range(people):
        lines.append(line(person, "公需", "30"))
        lines.append(
            line(
                person,
                "专业",
                "12.5" if person % 4 == 0 else "60",
                reviewed="" if person % 5 == 1 else "2023-03-03",
            )
        )
    return "\r\n".join(lines) + "\r\n"


def opened(data: bytes, key: str | None = None, known: tuple[Rules, ...] = (RULES,)) -> dict[str, Any]:
    """A table at the door, with the rules that it asks for."""
    cities = [*CITIES, {"id": RULES.city, "name": RULES.city_name}]
    payload = {"name": "名单.csv", "bytes": data, "key": key, "cities": cities, "today": TODAY}
    handle("open", payload)
    while not (answer := handle("look", {"count": 3}))["finished"]:
        assert 0 <= answer["share"] <= 1
    return answer if answer["error"] else bring(handle("settle", {"answers": {}}), known)


def bring(answer: dict[str, Any], known: tuple[Rules, ...] = (RULES,)) -> dict[str, Any]:
    """Give the door the rules it asks for, as often as it asks."""
    published = {f"{one.city}/{one.year}": jsontext.loads(jsontext.dumps(unstructure(one))) for one in known}
    while not answer["error"] and answer["keys"]:
        for wanted in answer["keys"]:
            handle("rules", {"key": wanted, "rules": published.get(wanted)})
        answer = handle("settle", {"answers": {}})
    return answer


def finish(count: int = 7) -> dict[str, Any]:
    """Read and judge to the end; gives what is shown of all."""
    while not (answer := handle("read", {"count": count}))["finished"]:
        assert answer["error"] is None
    if answer["error"]:
        return answer
    published = {f"{RULES.city}/{RULES.year}": unstructure(RULES)}
    for wanted in answer["keys"]:
        handle("rules", {"key": wanted, "rules": published.get(wanted)})
    while not handle("judge", {"count": count, "today": TODAY})["finished"]:
        pass
    return handle("result", {})


def key() -> str:
    """City and year of the invented rule."""
    return f"{RULES.city}/{RULES.year}"


def all_people(**wanted: Any) -> list[dict[str, Any]]:
    """Everybody looked for."""
    people: list[dict[str, Any]] = handle("list", {"start": 0, "count": 10_000, **wanted})["people"]
    return people


def numbers(result: Mapping[str, Any]) -> dict[str, int]:
    """How many people have which status, as far as anybody has it."""
    return {one["id"]: one["count"] for one in result["statuses"] if one["count"]}


def export(form: str, **wanted: Any) -> dict[str, Any]:
    """The results as a file, made a few people at a time."""
    order = {"what": "results", "format": form, "count": 3, "mark": 1, **wanted}
    made = handle("export", {**order, "begin": True})
    ready = made["bytes"]
    while not made["finished"]:
        assert 0 <= made["share"] < 1
        made = handle("export", {**order, "begin": False})
        ready += made["bytes"]
    return {**made, "bytes": ready}


def faults(form: str = "csv") -> list[list[str]]:
    """The rows to be corrected, the header first."""
    data = export(form, what="faults")["bytes"]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def csv_of(rows: list[list[str]]) -> bytes:
    """A corrected file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")
