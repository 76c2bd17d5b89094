"""A PDF as text: its own text layer, or, for a scan, what the optional recognition reads in its pictures."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from builder.draft.docx import UnreadableError

LEAST = 40
"""Fewer characters on all pages together than this is no text layer."""

SCALE = 200 / 72
"""Scans are drawn at 200 dots an inch."""

DAMAGED = "读不出来：PDF 损坏，或者有密码"
NEEDED = ("rapidocr", "onnxruntime")
ADVICE = (
    "这个 PDF 是扫描件，没有文字。先安装文字识别（只需一次）："
    ".venv/bin/python -m pip install -r requirements/ocr.txt，再运行一次"
)


def pdf_text(path: Path) -> tuple[str, bool]:
    """The text, and whether it was recognised in pictures. Raises ``UnreadableError``."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(DAMAGED) from error
    try:
        pages = [_page(page) for page in document]
        if sum(len(page.strip()) for page in pages) >= LEAST:
            return "\n".join(pages) + "\n", False
        if any(importlib.util.find_spec(name) is None for name in NEEDED):
            raise UnreadableError(ADVICE)
        return "\n".join(_recognised(document)) + "\n", True
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(DAMAGED) from error
    finally:
        document.close()


def _page(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded()).replace("\r\n", "\n")
    finally:
        text.close()
        page.close()


def _recognised(document: Any) -> list[str]:
    """Lines of every page as recognised, from top to bottom; cells side by side are one line."""
    from rapidocr import RapidOCR

    engine = RapidOCR()
    lines: list[str] = []
    for page in document:
        result = engine(page.render(scale=SCALE).to_numpy())
        boxes = [] if result.boxes is None else list(zip(result.boxes, result.txts, strict=True))
        lines += _in_lines(
            [(float(box[0][0]), float(box[0][1]), float(box[2][1]), text) for box, text in boxes]
        )
        page.close()
    return lines


def _in_lines(words: list[tuple[float, float, float, str]]) -> list[str]:
    """Words (left, top, bottom, text) joined to lines: those whose middles lie at the same height."""
    lines: list[list[tuple[float, float, float, str]]] = []
    for word in sorted(words, key=lambda item: (item[1] + item[2]) / 2):
        middle = (word[1] + word[2]) / 2
        if lines and lines[-1][0][1] < middle < lines[-1][0][2]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return ["  ".join(item[3] for item in sorted(line)) for line in lines]
