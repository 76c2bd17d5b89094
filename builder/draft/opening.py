"""Which reader a file of a notice needs, told by what is in it and not by its name."""

from __future__ import annotations

from pathlib import Path

from builder.draft.docx import UnreadableError, docx_text

LARGEST = 80_000_000
"""Bytes beyond which a file is no notice."""

OTHERS = (
    ((b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\0", b"mm\0*"), "这是图片，请把通知存成 PDF 再试"),
    ((b"<!doctype", b"<html", b"<?xml"), "这是网页，请在浏览器里打开，复制通知的文字，存成 .txt 再试"),
    ((b"{\\rtf",), "这是 RTF 文件，请在 Word 或 WPS 里另存为 .docx"),
)
"""How files begin that are no text, and what to do with them."""


def notice_text(path: Path) -> tuple[str, bool]:
    """The text of a notice, and whether it was recognised in pictures. Raises ``UnreadableError``."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError("文件太大，不像一份通知")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"读不出来：{_why(error)}") from error
    if data.startswith(b"%PDF"):
        from builder.draft.pdf import pdf_text

        return pdf_text(path)
    if data.startswith(b"PK"):
        return docx_text(data), False
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("这是旧的 .doc 文件，请在 Word 或 WPS 里另存为 .docx")
    for marks, told in OTHERS:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(marks):
            raise UnreadableError(told)
    return decoded(data), False


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or GB18030. Raises ``UnreadableError`` for anything else."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        if not text.strip():
            raise UnreadableError("文件是空的")
        return text
    raise UnreadableError("读不出来：不是文字、DOCX 或 PDF")


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, IsADirectoryError):
        return "这是文件夹，不是文件"
    if isinstance(error, PermissionError):
        return "没有权限"
    return "文件打不开"
