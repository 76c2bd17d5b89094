"""Scripts and styles of the site keep to what the oldest promised browsers know, or do without on purpose."""

import json
import re
from itertools import accumulate

import pytest

from tests.builder.promised import LIST, PROMISED, ROOT, used

TOO_NEW: dict[str, list[str]] = json.loads(LIST.read_text(encoding="utf-8"))

OWN = {"share", "restore", "drop", "take", "dump", "bytes"}
"""Names of our own methods and keys; `navigator.share` is asked for before it is used."""

WITHOUT = {
    "QuotaExceededError": "the name of an error, in quotes",
    "ClipboardItem": "asked for first; else the text is written once it is there",
    "showOpenFilePicker": "asked for first; else a file field and a download",
    "connection": "where it is missing, the line counts as fast and free",
    "accent-color": "colour of a native control only",
    "print-color-adjust": "with -webkit- beside it",
    "forced-color-adjust": "amounts that are drawn stand there in figures, too",
    "user-select": "with -webkit- beside it",
    "mask": "with -webkit- beside it",
    "box-decoration-break": "with -webkit- beside it",
    "text-wrap": "finer line breaks only",
    "resize": "a corner to pull, which phones lack",
    "field-sizing": "the text area keeps the height of its rows and can be pulled",
    "overscroll-behavior": "how far a scroll is carried on only",
    "page": "margins of the sheet are those of the browser",
    "has": "stands in rules of its own, of looks only: see below",
}
SCRIPTS = ("members", "statics", "globals")
STYLES = ("properties", "selectors", "at-rules", "functions")


@pytest.mark.parametrize(("ending", "kinds"), [("js", SCRIPTS), ("css", STYLES)])
def test_what_is_too_new_for_a_promised_browser_is_used_only_where_it_may_be_missing(
    ending: str, kinds: tuple[str, ...]
) -> None:
    found = {
        f"{path.name}: {name}"
        for path in (ROOT / "theme").rglob(f"*.{ending}")
        for kind in kinds
        for name in used(kind, path.read_text(encoding="utf-8")) & set(TOO_NEW[kind])
        if name not in OWN and name not in WITHOUT
    }
    assert found == set()


def test_a_property_that_some_know_by_an_older_name_stands_under_both() -> None:
    for path in (ROOT / "theme").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        for name in (name for name, reason in WITHOUT.items() if reason.startswith("with -webkit-")):
            plain = re.findall(rf"^\s*{name}: (.*);$", text, re.MULTILINE)
            prefixed = re.findall(rf"^\s*-webkit-{name}: (.*);$", text, re.MULTILINE)
            assert plain == prefixed, (path.name, name)


def test_a_selector_that_an_old_browser_does_not_know_takes_no_other_with_it() -> None:
    """A rule is dropped whole for one selector that cannot be read (Firefox before 121: `:has`)."""
    for path in (ROOT / "theme").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for rule in re.findall(r"[^{}]+(?=\{)", text):
            if "@" not in rule:
                assert len({":has(" in one for one in _selectors(rule)}) == 1, (path.name, rule)


def _selectors(rule: str) -> list[str]:
    """The parts of a list, split at its own commas only."""
    depths = accumulate((letter == "(") - (letter == ")") for letter in rule)
    pairs = zip(rule, depths, strict=True)
    return "".join("\0" if letter == "," and not depth else letter for letter, depth in pairs).split("\0")


def test_lines_under_words_are_drawn_in_every_safari() -> None:
    """Before 26, Safari knows `text-decoration` with a line only, and each of its parts by a property."""
    for path in (ROOT / "theme").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"text-decoration: ([^;]*);", text)) <= {
            "none",
            "none !important",
            "underline",
            "inherit",
        }, path.name


def test_the_list_is_of_the_browsers_that_the_site_names() -> None:
    about = (ROOT / "docs" / "about.md").read_text(encoding="utf-8")
    said = dict(re.findall(r"^\| (Chrome|Firefox|Safari)[^|]*\| ([\d.]+) \|$", about, re.MULTILINE))
    assert said == {name: PROMISED[name.lower()] for name in ("Chrome", "Firefox", "Safari")}
