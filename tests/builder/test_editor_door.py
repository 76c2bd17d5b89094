"""The editor's door: opening, what is told of a text, drafts of a notice, the page before it is published."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from builder.catalog import load_catalog
from builder.editor.door import PAGE, handle
from builder.editor.drafting import BLANK_YEAR, CITY
from builder.editor.publish import registers
from builder.fresh.blank import blank
from builder.pages.book import Book
from builder.pages.cities import city_year
from builder.reading.files import MOST_BYTES
from builder.shell.body import body_of
from tests.builder.broken import FIXTURES
from xueshi import jsontext

DATA = FIXTURES / "data"
PLACE = "cities/minghe/2025.yml"
TEXT = (DATA / PLACE).read_text("utf-8")
NOTICE = (FIXTURES / "sources/minghe-2025.txt").read_text("utf-8")


@pytest.fixture(autouse=True)
def published() -> None:
    """The sound folder lies beside whatever is opened, and nothing that another page was handed."""
    PAGE.forget()
    cases = PLACE.replace(".yml", ".cases.yml")
    files = jsontext.loads(jsontext.dumps(dict(registers(DATA))))
    handle("beside", {"files": files, "texts": {cases: (DATA / cases).read_text("utf-8")}})


def opened(content: bytes, name: str = "2025.yml") -> dict[str, Any]:
    """What opening a file gives."""
    return handle("open", {"bytes": content, "name": name})


def test_persons_names_are_not_among_the_published_files() -> None:
    """The registers of the editor lie on the site like the interface, and like it they name nobody."""
    assert "contact" in (Path("data/bases.yml")).read_text("utf-8")
    assert "contact" not in jsontext.dumps(dict(registers(Path("data"))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: 1\n" * (MOST_BYTES // 4), "MB"),
        (b"\x00\x01", "不是文本"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        (b"\xff\x81\xff", "未知编码"),
    ],
)
def test_what_is_no_data_file_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    answer = opened(content)
    assert answer["text"] is None
    assert words in answer["refused"]


def test_how_a_file_was_written_is_remembered_for_saving() -> None:
    answer = opened(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert (answer["text"], answer["crlf"], answer["bom"]) == (TEXT, True, True)
    foreign = opened(TEXT.encode("gb18030"))
    assert foreign["text"] == TEXT
    assert [problem["code"] for problem in foreign["encoding"]] == ["E001"]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("2025.yml", TEXT, PLACE),
        ("三门峡.yml", "city: sanmenxia\nyear: 2026\n", "cities/sanmenxia/2026.yml"),
        ("2025 (1).yml", TEXT, PLACE),
        ("platforms.yml", "[]", "platforms.yml"),
        ("Nation 2.YML", "- id: x\n", "documents/nation2.yml"),
    ],
)
def test_a_file_says_itself_where_it_belongs(name: str, text: str, place: str) -> None:
    assert opened(text.encode(), name)["place"] == place


def test_every_scalar_reaches_the_form_as_it_is_written() -> None:
    state = handle("state", {"text": TEXT.replace("min_hours: 90", "min_hours: 90.50"), "place": PLACE})
    assert state["data"]["rule"]["requirements"]["min_hours"] == "90.50"
    assert state["data"]["providers_open"] is True
    assert state["kind"] == "city-year"


def test_a_change_tells_at_once_what_it_breaks_and_undone_it_is_the_same_text() -> None:
    path = ["rule", "requirements", "children", 0, "min_hours"]
    edit = {"text": TEXT, "place": PLACE, "kind": "set", "path": path, "value": {"$plain": "31"}}
    changed = handle("edit", edit)
    assert {problem["code"] for problem in changed["problems"]} == {"E205", "E301"}
    back = handle("edit", {**edit, "text": changed["text"], "value": {"$plain": "30"}})
    assert back["text"] == TEXT
    assert back["sound"]


def test_worked_cases_are_worked_out_when_the_check_is_asked_for() -> None:
    """A change that only a case notices is told by 检查, as by the command."""
    text = TEXT.replace("min_hours: 24", "min_hours: 25").replace("必修 24", "必修 25")
    text = text.replace("必修课不少于 24", "必修课不少于 25")
    payload = {"text": text, "place": PLACE}
    assert handle("state", payload)["sound"]
    assert [item["code"] for item in handle("state", {**payload, "cases": True})["elsewhere"]] == ["E401"]


def test_the_preview_is_the_body_that_the_build_publishes(tmp_path: Path) -> None:
    """But for persons' names, which the editor is not given."""
    shutil.copytree(DATA, tmp_path / "data")
    bases = tmp_path / "data" / "bases.yml"
    bases.write_text(re.sub(r"\n +contact: .*", "", bases.read_text("utf-8")), "utf-8")
    catalog, _ = load_catalog(tmp_path / "data")
    assert catalog is not None
    body = body_of(city_year(Book(catalog), catalog.city_years[0]).body)
    made = handle("preview", {"text": TEXT, "place": PLACE})
    assert made["html"] == f"{body.top.decode()}\n{body.rest.decode()}"
    assert made["rules"]["city"] == "minghe"


def test_no_page_is_shown_of_data_with_errors_or_of_a_register() -> None:
    broken = handle("preview", {"text": TEXT.replace("min_hours: 60", "min_hours: 99"), "place": PLACE})
    assert "还有错误" in broken["refused"]
    handle("beside", {"texts": {}})
    register = handle(
        "preview", {"text": (DATA / "platforms.yml").read_text("utf-8"), "place": "platforms.yml"}
    )
    assert "没有可以预览" in register["refused"]


def test_a_notice_becomes_a_draft_that_the_form_can_open() -> None:
    """Pasted, as a text file and as a Word file alike; what was not found is refused by the check."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in NOTICE.splitlines())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as file:
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>")
    where = {"city": "minghe", "year": "2026"}
    pasted = handle("draft", {**where, "text": NOTICE})
    assert handle("draft", {**where, "bytes": NOTICE.encode("gb18030")})["files"] == pasted["files"]
    assert handle("draft", {**where, "bytes": word.getvalue()})["files"].keys() == pasted["files"].keys()
    place, text = next(iter(pasted["files"].items()))
    state = handle("state", {"text": text, "place": place})
    assert place == "cities/minghe/2026.yml"
    assert state["editable"]
    assert "E113" in {problem["code"] for problem in state["problems"]}
    assert ["rule", "requirements", "min_hours"] in [path for path, _ in state["remarks"]]


def test_new_entries_of_a_draft_stand_beside_the_published_ones() -> None:
    """A drafted year names a platform that only its draft has; both are checked before either is saved."""
    text = TEXT.replace("platform: minghe-net", "platform: brand-new", 1)
    assert text != TEXT
    entry = "- " + (DATA / "platforms.yml").read_text("utf-8").split("\n- ")[1]
    entry = re.sub(r"id: \S+", "id: brand-new", entry, count=1)
    alone = handle("state", {"text": text, "place": PLACE})
    assert "E237" in {problem["code"] for problem in alone["problems"]}
    handle("beside", {"texts": {"platforms.yml": entry}})
    beside = handle("state", {"text": text, "place": PLACE})
    assert "E237" not in {problem["code"] for problem in beside["problems"]}
    handle("beside", {"texts": {PLACE: TEXT}})
    alone = handle("state", {"text": entry, "place": "platforms.yml"})
    assert "E237" not in {problem["code"] for problem in alone["problems"] + alone["elsewhere"]}
    assert len(alone["data"]) == 1, "the form shows the new entries only"


@pytest.mark.parametrize("earlier", [None, TEXT])
def test_a_new_year_can_begin_with_a_template(earlier: str | None) -> None:
    """Out of nothing, or after an earlier year: every value is still to be filled in."""
    about = {"city": "minghe", "year": "2026", "before": "2025", "earlier": earlier}
    made = handle("fresh", {**about, "blank": blank(CITY, BLANK_YEAR)})
    assert list(made["files"]) == ["cities/minghe/2026.yml", "cities/minghe/2026.cases.yml"]
    place, text = next(iter(made["files"].items()))
    state = handle("state", {"text": text, "place": place})
    assert state["editable"]
    assert (state["data"]["city"], state["data"]["year"]) == ("minghe", "2026")
    assert state["data"]["summary"] == "待填"
    assert {problem["code"] for problem in state["problems"]} >= {"E113"}


def test_a_year_that_cannot_be_copied_is_refused_in_words() -> None:
    about = {"city": "minghe", "year": "2026", "before": "2025", "earlier": "a：1", "blank": ""}
    assert "不能照着它搭架子" in handle("fresh", about)["refused"]
    assert "年度" in handle("fresh", {**about, "year": "x"})["refused"]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"text": NOTICE, "year": "明年"}, "年度"),
        ({"text": NOTICE, "year": "２０２６０"}, "年度"),
        ({"text": " ", "year": "2026"}, "粘贴"),
        ({"bytes": b"%PDF-1.7", "year": "2026"}, "PDF"),
        ({"bytes": b"\xd0\xcf\x11\xe0\xa1", "year": "2026"}, ".docx"),
        ({"bytes": b"PK\x03\x04", "year": "2026"}, "DOCX"),
        ({"bytes": b"\x00\x01\x02", "year": "2026"}, "读不出来"),
    ],
)
def test_what_cannot_be_drafted_is_told_in_one_sentence(payload: dict[str, Any], words: str) -> None:
    assert words in handle("draft", {"city": "minghe", **payload})["refused"]
