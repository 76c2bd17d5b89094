"""A notice comes as text, Word file or PDF; what cannot be read is said in one line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import yaml

from builder.cli import main
from builder.draft.docx import UnreadableError, docx_text
from builder.draft.files import draft_files
from builder.draft.model import Where, take_apart
from builder.draft.opening import decoded, notice_text
from builder.draft.pdf import ADVICE, pdf_text
from builder.draft.text import UNSEEN
from builder.reading.characters import INVISIBLE
from tests.builder.draft.invented import FIXTURES, FOLDER, text_of, truth_of

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, numbering: str = "") -> bytes:
    """A Word file with a body."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        head = f'<w:document xmlns:w="{NAMESPACE}"><w:body>'
        file.writestr("word/document.xml", f"{head}{body}</w:body></w:document>")
        if numbering:
            file.writestr(
                "word/numbering.xml", f'<w:numbering xmlns:w="{NAMESPACE}">{numbering}</w:numbering>'
            )
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph whose text is cut into runs, as Word does it."""
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (text[:3], text[3:]))
    return f"<w:p>{properties}{runs}</w:p>"


def pdf(words: str) -> bytes:
    """A PDF of one page with some ASCII words; none make a page like that of a scan."""
    content = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def test_the_paragraphs_of_a_word_file_give_the_same_draft_as_its_text() -> None:
    """Runs, in which Word cuts a sentence, are joined again."""
    body = "".join(paragraph(line) for line in text_of("01-plain-city").splitlines())
    where = Where("minghe", "明河市", 2025)
    drafts = [take_apart(text, where) for text in (docx_text(docx(body)), text_of("01-plain-city"))]
    values = [{name: item.value for name, item in draft.facts.items()} for draft in drafts]
    assert values[0] == values[1]


def test_tables_of_a_word_file_are_rows_of_cells() -> None:
    """The cells of a table are told apart, so that a list of bases is read from it."""
    cells = [["序号", "单位名称", "电话"], ["1", "明河学院", "03001234567"]]
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in cells
    )
    body = paragraph("附件1") + paragraph("明河市继续教育基地名单") + f"<w:tbl>{rows}</w:tbl>"
    draft = take_apart(docx_text(docx(body)), Where("minghe", "明河市", 2025))
    assert [(base.name, base.phone) for base in draft.base_lists[0].bases] == [("明河学院", "03001234567")]


def test_numbers_that_word_makes_for_headings_are_written_out() -> None:
    """They stand in no text of the file, and clauses are told by them."""
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    body = paragraph("学习内容", numbered) + paragraph("学时要求", numbered)
    assert docx_text(docx(body, numbering)) == "一、学习内容\n二、学时要求\n"


def test_deleted_passages_of_a_word_file_are_left_out() -> None:
    """What was struck out while the notice was written is not in it."""
    deleted = "<w:del><w:r><w:delText>不少于72学时</w:delText></w:r></w:del>"
    body = f"<w:p>{deleted}<w:ins><w:r><w:t>不少于90学时</w:t></w:r></w:ins></w:p>"
    assert docx_text(docx(body)) == "不少于90学时\n"


def test_the_text_layer_of_a_pdf_is_read(tmp_path: Path) -> None:
    """A PDF with text needs no recognition."""
    path = tmp_path / "notice.pdf"
    path.write_bytes(pdf("A notice that is long enough to be the text of a page."))
    text, recognised = pdf_text(path)
    assert "long enough to be the text" in text
    assert not recognised


def test_a_scan_says_how_to_install_the_recognition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and the command in it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(""))
    with pytest.raises(UnreadableError) as caught:
        notice_text(path)
    assert str(caught.value) == ADVICE
    assert "\n" not in ADVICE
    assert (FIXTURES.parents[1] / "requirements" / "ocr.txt").is_file()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04broken", "不是完好的 DOCX"),
        (b"%PDF-1.4 broken", "PDF 损坏"),
        (b"\xd0\xcf\x11\xe0old", "另存为 .docx"),
        (b"", "文件是空的"),
        (b"a\0b", "不是文字、DOCX 或 PDF"),
        (b"\x89PNG\r\n\x1a\n", "这是图片"),
        (b"\xff\xd8\xff\xe0 photo", "这是图片"),
        ("\ufeff\n<!DOCTYPE html><p>每年不少于90学时".encode(), "这是网页"),
        (b"{\\rtf1\\ansi", "另存为 .docx"),
        (docx("").replace(b"word/document.xml", b"word/documnet.xml"), "不是完好的 DOCX"),
    ],
)
def test_what_cannot_be_read_is_told_in_chinese(data: bytes, told: str, tmp_path: Path) -> None:
    """Never a traceback, whatever the file holds."""
    path = tmp_path / "notice"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=told):
        notice_text(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_encodings_of_windows(encoding: str) -> None:
    """Notepad and older office programs do not all write UTF-8."""
    assert decoded("每年不少于90学时".encode(encoding)) == "每年不少于90学时"


def run(*words: str) -> int:
    """`build.py draft` on the invented data."""
    return main(["draft", *words, "--data", str(FIXTURES / "data")])


def test_the_command_writes_drafts_and_overwrites_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What somebody has begun to fill in is never lost."""
    out = tmp_path / "out"
    words = (str(FOLDER / "01-plain-city.txt"), "--city", "minghe", "--year", "2025", "--out", str(out))
    assert run(*words) == 0
    assert "待填" in capsys.readouterr().out
    number = truth_of("01-plain-city")["document.number"]
    assert f"notices: [{number}]" in (out / "cities" / "minghe" / "2025.yml").read_text("utf-8")
    assert (out / "sources" / "minghe-2025.txt").read_text("utf-8") == text_of("01-plain-city")
    assert run(*words) == 2
    assert "已经有东西" in capsys.readouterr().err


def test_a_slip_in_the_city_is_answered_with_the_city_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """The ids are pinyin, and nobody knows them by heart."""
    assert run(str(FOLDER / "01-plain-city.txt"), "--city", "minhe", "--year", "2025") == 2
    assert "您是不是想写 minghe？" in capsys.readouterr().err


def test_damaged_files_are_refused_in_words(tmp_path: Path) -> None:
    """A packed part that is no longer one, a page of a PDF that cannot be opened."""
    data = bytearray(docx(paragraph("学习内容") * 50))
    data[60:90] = b"\xff" * 30
    with pytest.raises(UnreadableError, match="不是完好的 DOCX"):
        docx_text(bytes(data))
    path = tmp_path / "notice.pdf"
    path.write_bytes(pdf("A notice.").replace(b"/Type /Page /Parent", b"/Type /Pag  /Parent"))
    with pytest.raises(UnreadableError, match="PDF 损坏"):
        pdf_text(path)


def test_what_nobody_sees_in_a_notice_is_left_out_of_its_draft() -> None:
    """Zero-width characters of web pages and marks of direction: data that holds them is refused."""
    assert UNSEEN.pattern == INVISIBLE.pattern
    text = text_of("01-plain-city")
    where = Where("minghe", "明河市", 2025)
    assert take_apart("\u200b".join(text[:200]) + "\u202e" + text[200:], where) == take_apart(text, where)


@pytest.mark.parametrize("host", ["024.cn", "no.com", "1e5.net"])
def test_the_id_of_a_platform_is_never_a_number_or_a_yes(host: str) -> None:
    """YAML would read it as one."""
    text = text_of("01-plain-city").replace("jxjy.minghe-example.cn", host)
    [platform, *_] = yaml.safe_load(
        draft_files(take_apart(text, Where("minghe", "明河市", 2025)))["platforms.yml"]
    )
    assert platform["id"] == "minghe-2025-p1"
