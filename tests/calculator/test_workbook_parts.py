"""What an Excel file says of itself before its rows: areas, formats, and where its parts lie (虚构)."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS

from tests.calculator.books import HEADER, read
from xueshi.ledger.files import UnreadableLedgerError
from xueshi.workbook import areas, contents
from xueshi.workbook.areas import Area, Areas
from xueshi.workbook.contents import Contents, Limits
from xueshi.workbook.marks import UnreadableWorkbookError
from xueshi.workbook.shown import GENERAL, day_of, is_day, shown

SHEET = b"""<worksheet xmlns:x="m"><cols><col min="1" max="1" width="9"/><col min="2" max="3" note=">"
hidden='1'/><x:col min="5" max="5" style="2"/><col min="7" max="7" width="0.0"/></cols><sheetData><row r="1"/>
</sheetData><mergeCells><mergeCell ref="A2:A3"/><x:mergeCell note=">" ref = 'C2:D2'/><mergeCell ref="B5"/>
<mergeCell ref="C4:C6"/></mergeCells></worksheet>"""
FOUND = {2: [Area(2, 0, 3, 0), Area(2, 2, 2, 3)], 4: [Area(4, 2, 6, 2)]}


def looked_through(sheet: bytes, most_cells: int = 7) -> Areas:
    found = Areas()
    assert sum(found.read(io.BytesIO(sheet), most_cells)) == len(sheet)
    return found


@pytest.mark.parametrize("piece", [1, 2, 7, 30, 31, 50, 200, 1000])
def test_areas_are_found_once_however_the_file_is_cut(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept in wait for the end of a tag is no more than the tag."""
    monkeypatch.setattr(areas, "_CHUNK", piece)
    monkeypatch.setattr(areas, "_LARGEST_TAG", 70 + piece)
    found = looked_through(SHEET)
    assert (found.merged, found.hidden) == (FOUND, [(1, 2), (6, 6)])
    assert [at for at in range(9) if found.is_hidden(at)] == [1, 2, 6]
    if piece < 70:
        with pytest.raises(ValueError, match="does not end"):
            looked_through(SHEET.replace(b"<sheetData>", b"<sheetData " + bytes(range(65, 91)) * 6 + b">"))


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("A2:A3", Area(2, 0, 3, 0)),
        ("$b$2:$aa$19", Area(2, 1, 19, 26)),
        ("AZ1:BA1", Area(1, 51, 1, 52)),
        ("B:C", Area(1, 1, areas.LAST_ROW, 2)),
        ("2:3", Area(2, 0, 3, areas.LAST_COLUMN - 1)),
        ("XFD1:XFD2", Area(1, areas.LAST_COLUMN - 1, 2, areas.LAST_COLUMN - 1)),
        ("B2", None),
        ("B3:C2", None),
        ("C2:B3", None),
        ("C3:B2", None),
    ],
)
def test_an_area_is_from_its_first_to_its_last_cell(written: str, area: Area | None) -> None:
    found = looked_through(f'<mergeCell ref="{written}"/></worksheet>'.encode(), 1 << 40)
    assert found.merged == ({area.top: [area]} if area else {})


def test_areas_that_are_too_large_together_or_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may name more cells than fit anywhere."""
    with pytest.raises(UnreadableWorkbookError, match="C4:C6"):
        looked_through(SHEET, 6)
    monkeypatch.setattr(areas, "MOST_MERGED", 4)
    looked_through(SHEET)
    monkeypatch.setattr(areas, "MOST_MERGED", 3)
    with pytest.raises(UnreadableWorkbookError, match="C4:C6"):
        looked_through(SHEET)


def packed(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def relations(**targets: str) -> str:
    """Relations by their ids: kind and target."""
    told = (
        f'<Relationship Id="{key}" Type="http://o/{value.split()[0]}" Target="{value.split()[1]}"/>'
        for key, value in targets.items()
    )
    return f"<Relationships>{''.join(told)}</Relationships>"


MADE = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relations(a="core-properties docProps/core.xml", b="officeDocument /book/main.xml"),
    "book/_rels/main.xml.rels": relations(
        a="chartsheet charts/one.xml",
        b="worksheet tables/one.xml",
        c="sharedStrings texts.xml",
        d="styles looks.xml",
    ),
    "book/main.xml": '<workbook xmlns:r="r"><sheets><sheet name="图" r:id="a"/><sheet name="无" r:id="z"/>'
    '<sheet name="表" r:id="b"/></sheets></workbook>',
    "book/charts/one.xml": "<chartsheet/>",
    "book/texts.xml": f"<sst>{''.join(f'<si><t>{name}</t></si>' for name in (*HEADER, '专业', '课'))}</sst>",
    "book/looks.xml": '<styleSheet><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/>'
    '<xf numFmtId="14"/></cellXfs><cellStyles/><dxfs><xf numFmtId="10"/></dxfs></styleSheet>',
    "book/tables/one.xml": "<worksheet><sheetData><row>"
    + "".join(f'<c t="s"><v>{at}</v></c>' for at in range(4))
    + '</row><row><c s="1"><v>45905</v></c><c t="s"><v>4</v></c><c s="9"><v>8</v></c>'
    '<c t="s"><v>5</v></c></row></sheetData></worksheet>',
}
"""A workbook whose parts lie at other places than Excel's, named by relations only."""


def test_parts_are_found_wherever_the_file_says_they_lie() -> None:
    made = read(packed(MADE))
    assert [line.cells[:4] for line in made.ledger.lines] == [("2025-09-05", "专业", "8", "课")]
    (sheet,) = Contents(io.BytesIO(packed(MADE)), Limits()).sheets
    assert (sheet.name, sheet.part, sheet.hidden) == ("表", "book/tables/one.xml", False)


def test_parts_that_the_file_says_nothing_of_lie_at_their_usual_places() -> None:
    """Styles may be missing, and a sheet that is named but not there."""
    usual = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": MADE["book/main.xml"],
        "xl/_rels/workbook.xml.rels": relations(a="worksheet none.xml", b="worksheet one.xml"),
        "xl/one.xml": MADE["book/tables/one.xml"],
        "xl/sharedStrings.xml": MADE["book/texts.xml"],
    }
    made = read(packed(usual))
    assert [line.cells[1:4] for line in made.ledger.lines] == [("专业", "8", "课")]


@pytest.mark.parametrize(
    ("more", "less"),
    [({"mimetype": "x"}, ""), ({"xl/workbook.bin": "x"}, ""), ({}, "[Content_Types].xml")],
)
def test_what_only_looks_like_a_workbook_is_refused(more: Mapping[str, str], less: str) -> None:
    parts = {name: part for name, part in {**MADE, **more}.items() if name != less}
    with pytest.raises(UnreadableLedgerError, match=r"不是 \.xlsx"):
        read(packed(parts))


@pytest.mark.parametrize("what", ["part", "whole", "texts", "count"])
def test_what_is_larger_than_a_ledger_may_be_is_refused_before_it_is_unpacked(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed(MADE | {"book/sharedStrings.xml": "<sst/>"})
    sizes = [part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()]
    texts = zipfile.ZipFile(io.BytesIO(data)).getinfo("book/sharedStrings.xml").file_size
    assert texts < max(sizes)
    most = {"part": max(sizes), "whole": sum(sizes), "texts": texts, "count": len(sizes)}
    for less in (0, 1):
        allowed = most[what] - less
        limits = {"part": Limits(part=allowed), "whole": Limits(whole=allowed)}.get(what, Limits())
        monkeypatch.setattr(contents, "LARGEST_TEXTS", allowed if what == "texts" else texts)
        monkeypatch.setattr(contents, "MOST_PARTS", allowed if what == "count" else len(sizes))
        if less:
            with pytest.raises(UnreadableWorkbookError, match="太大"):
                Contents(io.BytesIO(data), limits)
        else:
            assert Contents(io.BytesIO(data), limits).sheets


def test_formats_that_are_named_by_number_alone_show_what_openpyxl_says_they_do() -> None:
    """Whether a number is a day, and whether it is shown with fewer digits than it has."""
    codes = {number: code.replace(")_(", ");_(") for number, code in BUILTIN_FORMATS.items()}  # 42 and 44
    own = "".join(f'<xf numFmtId="{number}"/>' for number in codes)
    looks = f"<styleSheet><cellXfs>{own}</cellXfs></styleSheet>"
    found = Contents(io.BytesIO(packed(MADE | {"book/looks.xml": looks})), Limits())

    def seen(form: str) -> tuple[object, ...]:
        if is_day(form):
            return tuple(shown(day_of(number, form), form) for number in (45905.4, 1.5))
        return tuple(shown(number, form) for number in (0.5, 89.5, 90.125))

    for style, code in enumerate(codes.values()):
        assert seen(found.number_format(style)) == seen(code), code
    assert found.number_format(len(codes)) == GENERAL
