"""Changes from the form touch their own place only: comments, order and everything else stay as typed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.editor.edits import Edit, RefusedEditError, change
from builder.editor.emit import Plain, block, inline
from builder.reading import read_text
from tests.builder.broken import FIXTURES

SEED = 1125
SAMPLE = 25
"""Changes tried of each kind; the places are drawn anew from the seed."""


WORDS = (
    *("", "a: b", "a #b", "“四史”教育", "- x", "{a}", "[", "'", '"', "03716523", "12:30", "no", "90"),
    *("2025-01-01", "两行\n文字", " 两头空 ", "名称：值", "@", "%", "0.50", "true", "~", "null", "a, b"),
    *("*x", "&x", "!x", "\u3000"),
)
CROOKED = (
    *("a: &x 1\nb: *x\n", "a：1\n", "a: 1\na: 2\n", "\ta: 1\n", "a: [1, 2\n"),
    *("---\na: 1\n---\nb: 1\n", "<<: {a: 1}\n", "a: !!int 1\n"),
)


def commented() -> str:
    """The sound city-year with a remark behind every line and above every seventh."""
    lines = []
    text = (FIXTURES / "data/cities/minghe/2025.yml").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        margin = line[: len(line) - len(line.lstrip())]
        lines += [f"{margin}# 上 {number}"] if number % 7 == 0 else []
        lines.append(f"{line}  # 后 {number}")
    return "\n".join(lines) + "\n"


TEXT = commented()
DATA: Any = read_text(TEXT, "").data


def places(data: Any = DATA, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every path with its value, outer before inner."""
    if path:
        yield path, data
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        yield from places(value, (*path, step))


def sample(*kinds: type) -> list[tuple[tuple[str | int, ...], Any]]:
    """Some places whose values are of these kinds."""
    found = [(path, value) for path, value in places() if isinstance(value, kinds)]
    return random.Random(SEED).sample(found, min(SAMPLE, len(found)))


def differing(after: str, before: str = TEXT) -> tuple[list[str], list[str]]:
    """The lines that only one of two texts has."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_new_word_changes_its_line_and_no_other() -> None:
    for path, _ in sample(str, int):
        after = change(TEXT, Edit("set", path, "新的值"))
        gone, come = differing(after)
        assert len(gone) == len(come) == 1, path
        assert gone[0].split("  # ")[1] == come[0].split("  # ")[1], "the remark behind it stays"


@pytest.mark.parametrize("words", WORDS)
def test_any_text_comes_back_as_that_text(words: str) -> None:
    """Whatever is typed into a field for text is text, in blocks and in brackets."""
    path = ("provisions", 0, "text")
    assert read_text(change(TEXT, Edit("set", path, words)), "").data["provisions"][0]["text"] == words  # type: ignore[index]
    path_in_list = ("rule", "requirements", "children", 0, "aliases", 1)
    after: Any = read_text(change(TEXT, Edit("set", path_in_list, words)), "").data
    assert after["rule"]["requirements"]["children"][0]["aliases"] == ["公需课", words]


def test_a_word_without_quotes_is_what_a_person_would_have_typed() -> None:
    after = change(TEXT, Edit("set", ("rule", "requirements", "min_hours"), Plain("90学时")))
    assert "    min_hours: 90学时  # " in after
    emptied = change(TEXT, Edit("set", ("rule", "requirements", "min_hours"), Plain("")))
    assert "    min_hours:  # " in emptied


def test_a_new_item_stands_where_it_was_put_and_every_old_line_stays() -> None:
    item = {"clause": "九", "evidence": "新 加: 的", "inner": {"list": ["a", "b"], "days": Plain("5")}}
    for path, items in sample(list):
        for number in {0, len(items) // 2, len(items)}:
            value = "新加" if items and isinstance(items[0], str) else item
            after = change(TEXT, Edit("insert", (*path, number), value))
            gone, _ = differing(after)
            if all(isinstance(inner, str) for inner in items):
                assert len(gone) <= 1, "a list in brackets is one line"
            else:
                assert gone == [], path
            assert all(remark in after for remark in remarks(TEXT))


def test_what_is_taken_out_takes_nothing_else_along() -> None:
    for path, _ in sample(str, int, dict, list):
        after = change(TEXT, Edit("remove", path))
        left = set(remarks(after))
        lost = [number for number, remark in enumerate(remarks(TEXT)) if remark not in left]
        assert lost == list(range(lost[0], lost[0] + len(lost))) if lost else True, "one stretch of lines"
        inside = len(list(places(_at(path), path)))
        assert len(lost) <= 2 * inside + 1, path


def test_items_change_places_whole() -> None:
    path = ("rule", "requirements", "children")
    after: Any = read_text(change(TEXT, Edit("move", (*path, 0), 1)), "").data
    assert [item["id"] for item in after["rule"]["requirements"]["children"]] == ["professional", "public"]
    fields = change(TEXT, Edit("move", ("forms", 0, "fields", 1), 0))
    assert "fields: [培训学时, 培训项目]" in fields


def test_an_object_gives_way_to_a_word_and_comes_back() -> None:
    """“未规定” in the place of a deadline, and a deadline in the place of “未规定”."""
    path = ("rule", "deadlines", "learn")
    silent = change(TEXT, Edit("set", path, Plain("未规定")))
    assert "    learn: 未规定  # " in silent
    spoken = change(silent, Edit("set", path, {"printed": "12月31日", "duty": Plain("本人")}))
    after: Any = read_text(spoken, "").data
    assert after["rule"]["deadlines"]["learn"] == {"printed": "12月31日", "duty": "本人"}


def test_a_new_field_stands_in_the_order_of_the_model() -> None:
    order = ("id", "name", "min_hours", "source", "aliases", "children", "cap")
    after = change(TEXT, Edit("set", ("rule", "requirements", "aliases"), ["全部"], order))
    lines = [line.split("  # ")[0] for line in after.splitlines()]
    assert lines.index("    aliases: [全部]") < lines.index("    children:")
    bottom = change(TEXT, Edit("set", ("checked_note",), "最后"))
    assert bottom.rstrip().endswith("checked_note: 最后")


@pytest.mark.parametrize("text", CROOKED)
def test_a_text_whose_form_is_broken_is_not_changed_by_halves(text: str) -> None:
    with pytest.raises(RefusedEditError):
        change(text, Edit("set", ("a",), "2"))


def test_a_path_that_leads_nowhere_is_refused() -> None:
    for kind, path in (("set", ("无", "此")), ("remove", ("无",)), ("insert", ("city", 0)), ("set", ())):
        with pytest.raises(RefusedEditError):
            change(TEXT, Edit(kind, path, "x"))


def test_real_files_can_be_changed_everywhere() -> None:
    """Nothing that was published is written in a way the form cannot change."""
    dice = random.Random(SEED)
    for file in (Path("data/cities/sanmenxia/2025.yml"), Path("data/documents/pingdingshan.yml")):
        text = (FIXTURES.parents[1] / file).read_text("utf-8")
        everything = list(places(read_text(text, "").data))
        for path, value in dice.sample(everything, 25):
            changed = change(text, Edit("remove", path) if dice.random() < 0.5 else Edit("set", path, "新值"))
            assert changed != text or value == "新值"


def test_short_lists_stand_in_brackets_and_objects_in_blocks() -> None:
    assert inline(["a", "b"]) == "[a, b]"
    assert inline({}) == "{}"
    lines = ["a: []", "b:", "  c: 1", "d:", "  - e: x"]
    assert block({"a": [], "b": {"c": Plain("1")}, "d": [{"e": "x"}]}) == lines


def remarks(text: str) -> list[str]:
    """Every remark, in order."""
    return ["# " + line.split("# ", 1)[1] for line in text.splitlines() if "# " in line]


def _at(path: tuple[str | int, ...]) -> Any:
    found: Any = DATA
    for step in path:
        found = found[step]
    return found
