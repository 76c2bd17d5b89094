"""Evidence is compared with scanned texts as a patient reader would: past blanks, widths and damage."""

from __future__ import annotations

import pytest

from builder.checks.source_text import SourceText
from xueshi.model.registers import Correction

SCAN = """\
(一 )公需课学习平台。可选择某某工作网 (网 址 :http∶ //a.example.cOm/,服 务热线 :
4008370611)。“
四史
’’
教育，每年 8()00人。 由主管部门各案。
**继续教育方式：**线上，详见（<https://example.cn/1.html>）
"""
CORRECTIONS = (
    Correction("8()00", "8000", "虚构", "一"),
    Correction("各案", "备案", "虚构", "一"),
)
TEXT = SourceText(SCAN, CORRECTIONS)


@pytest.mark.parametrize(
    "words",
    [
        "（一）公需课学习平台",
        "网址:http://a.example.com/",
        "服务热线：4008370611",
        "“四史”教育",
        "每年8000人",
        "每年８()００人",
        "由主管部门备案",
        "由主管部门各案",
        "继续教育方式：线上",
        "详见(https://example.cn/1.html)",
        "每年…备案",
    ],
)
def test_the_same_words_are_found(words: str) -> None:
    """Blanks, full-width forms, quotation marks, Markdown and both readings of damage make no difference."""
    assert TEXT.has(words)


@pytest.mark.parametrize(
    "words", ["公需课学习平合", "每年9000人", "备案…每年", "", "“”", "服务热线：400837061１2"]
)
def test_other_words_are_not(words: str) -> None:
    """Nothing is found that does not stand there, nor parts in another order."""
    assert not TEXT.has(words)


def test_digits_are_whole() -> None:
    """500 does not stand in 4500."""
    assert TEXT.has_number("4008370611")
    assert TEXT.has_number("8000")
    assert not TEXT.has_number("400837061")
    assert not TEXT.has_number("800")


def test_the_nearest_words_help_to_mend() -> None:
    """A slip of one character is answered with what the text has; nonsense is not answered."""
    assert TEXT.nearest("可选择某某工作站") == "可选择某某工作网"
    assert TEXT.nearest("详见（https://example.cn/2.html") == "详见（https://example.cn/1.html"
    assert TEXT.nearest("毫不相干") is None


def test_corrections_are_looked_for_as_printed() -> None:
    """A reading does not count as its own original."""
    assert TEXT.has_as_printed("8()00")
    assert not TEXT.has_as_printed("8000")


def test_words_are_placed_in_the_original() -> None:
    """All places are found, past blanks and line ends; words that only a correction makes have none."""
    text = SourceText("一 、学 时\n二、学\n时。", ())
    assert list(text.offsets("学时")) == [3, 9]
    assert list(text.offsets("学…时")) == [3, 9]
    assert list(TEXT.offsets("8000")) == []


def test_a_sentence_is_cut_at_full_stops_not_at_decimals() -> None:
    """Who is named in it decides who is praised."""
    text = SourceText("甲县完成 98.5%。对完成 116.66%的乙县、丙\n县提出表扬。丁县未完成。")
    assert text.sentence("提出表扬") == "对完成116.66%的乙县、丙县提出表扬"
    assert text.sentence("没有这几个字") == ""
