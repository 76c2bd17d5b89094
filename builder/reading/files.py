"""The bytes of a file become text, whatever a Chinese Windows made of them."""

from __future__ import annotations

from pathlib import Path

from builder.reading.document import Reading, read_text
from builder.reading.places import START, Place, Places

MOST_BYTES = 1024 * 1024
"""A larger file is no data of ours; it is not read."""


def read_bytes(content: bytes, file: str) -> Reading:
    """Read the bytes of one YAML file; ``file`` is the name shown."""
    if len(content) > MOST_BYTES:
        return _refuse("E003", file, f"{len(content) / MOST_BYTES:.1f} MB")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refuse("E001", file, "UTF-16")
    try:
        return read_text(content.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        return _read_foreign(content, file, error.start)


def read_file(path: Path, file: str) -> Reading:
    """Read one YAML file; ``file`` is the name shown."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return _refuse("E028", file, "文件不存在")
    except PermissionError:
        return _refuse("E028", file, "没有读取权限")
    except OSError as error:
        return _refuse("E028", file, f"系统错误 {error.errno}")
    return read_bytes(content, file)


def _read_foreign(content: bytes, file: str, start: int) -> Reading:
    """Say how to save the file, and read it nevertheless when it is what older Chinese programs write."""
    if b"\0" in content:
        return _refuse("E001", file, "不是文本")
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
