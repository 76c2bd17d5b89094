"""The bytes of a file become text, whatever a Chinese Windows made of them."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from builder.reading.document import Reading, read_text
from builder.reading.places import START, Place, Places
from builder.refusals import why

MOST_BYTES = 1024 * 1024
"""A larger file is no data of ours; it is not read."""

FOREIGN = (
    ("PDF 文件", (b"%PDF",)),
    ("图片", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")),
    ("压缩包或办公软件的文件", (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf")),
    ("网页", (b"<!DOCTYPE", b"<!doctype", b"<html", b"<HTML")),
)
"""Files that are something else, by their first bytes."""


def read_bytes(content: bytes, file: str) -> Reading:
    """Read the bytes of one YAML file; ``file`` is the name shown."""
    if len(content) > MOST_BYTES:
        return _refuse("E003", file, f"{len(content) / MOST_BYTES:.1f} MB")
    for kind, marks in FOREIGN:
        if content.startswith(marks):
            return _refuse("E028", file, f"这是{kind}，不是 YAML 文字")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refuse("E001", file, "UTF-16")
    if b"\0" in content:
        return _refuse("E001", file, "不是文本")
    try:
        return read_text(content.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        return _read_foreign(content, file, error.start)


def read_file(path: Path, file: str) -> Reading:
    """Read one YAML file; ``file`` is the name shown. Devices and pipes, which may never end, stay shut."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refuse("E028", file, "是一个文件夹" if stat.S_ISDIR(status.st_mode) else "不是普通文件")
        if status.st_size > MOST_BYTES:
            return _refuse("E003", file, f"{status.st_size / MOST_BYTES:.1f} MB")
        content = path.read_bytes()
    except OSError as error:
        return _refuse("E028", file, reason(error, path))
    return read_bytes(content, file)


def reason(error: OSError, path: Path) -> str:
    """Why a file or folder could not be read, in Chinese."""
    if error.errno == errno.ENOENT and path.is_symlink():
        return "链接指向的文件不存在"
    return "没有读取权限" if error.errno == errno.EACCES else why(error)


def _read_foreign(content: bytes, file: str, start: int) -> Reading:
    """Say how to save the file, and read it nevertheless when it is what older Chinese programs write."""
    try:
        reading = read_text(content.decode("gb18030"), file)
    except UnicodeDecodeError:
        return _refuse("E001", file, "未知编码")
    before = content[:start].replace(b"\r\n", b"\n").decode("gb18030", "ignore")
    place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
    problem = reading.places.at(place, "E001", "GB18030（GBK）")
    return Reading(reading.data, reading.places, [problem, *reading.problems])


def _refuse(code: str, file: str, found: str) -> Reading:
    places = Places(file, [])
    return Reading(None, places, [places.at(START, code, found)])
