"""Rules for addresses and telephone numbers: whether they can be what they say they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from xueshi.model.hints import LOOKALIKES
from xueshi.model.registers import Address, Base, Document, Platform
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Silence
from xueshi.validate.walk import Check

URL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII)
HOST = re.compile(r"(?:https?:)?/*([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.ASCII)
PHONES = (
    re.compile(r"[48]00\d{7}"),
    re.compile(r"1[3-9]\d{9}"),
    re.compile(r"0\d{2,3}\d{7,8}"),
    re.compile(r"\d{7,8}"),
    re.compile(r"1\d{4}"),
)
"""Service numbers, mobile numbers, landlines with and without area code, short numbers such as 12333."""

BRACKETS = re.compile(r"[〔\[［(（【｛{]\s*(\d{4})\s*[〕\]］)）】｝}]")
"""A year in brackets of any kind."""

FIGURES = re.compile(r"〔([0-9OoIl]{4})〕([0-9OoIl]+)(?=号)", re.ASCII)
"""The year and the number of a document, in which letters may stand for figures."""

LOOK_ALIKE = str.maketrans({"1": "l", "i": "l", "0": "o"})


def host(text: str) -> str | None:
    """The host of an address as printed or typed, in small letters."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("∶", ":").casefold()
    match = HOST.match(plain)
    return match[1] if match else None


def look_alike(first: str, second: str) -> bool:
    """Whether two hosts differ, but only in characters that print alike: digit 1 and letter l, 0 and o."""
    return first != second and first.translate(LOOK_ALIKE) == second.translate(LOOK_ALIKE)


def in_brackets(number: str) -> str:
    """A document's number with the brackets ``〔〕`` around its year."""
    return BRACKETS.sub(r"〔\1〕", number)


def in_figures(number: str) -> str:
    """A document's number with figures for the letters that print like them in its year and number."""
    return FIGURES.sub(lambda found: found[0].translate(LOOKALIKES), number)


def year_stands_in_brackets(document: Document, path: Path) -> Iterator[Fault]:
    """The year of a document's number stands in the brackets that official documents use."""
    number = document.number
    if isinstance(number, Silence):
        return
    meant = in_brackets(number)
    if meant != number:
        yield Fault("E108", (*path, "number"), number, ("年份放在六角括号〔〕里",), meant)


def numbers_are_figures(document: Document, path: Path) -> Iterator[Fault]:
    """The year and the number of a document hold no letter that prints like a figure."""
    if isinstance(document.number, Silence):
        return
    meant = in_figures(document.number)
    if meant != document.number:
        yield Fault("E108", (*path, "number"), document.number, ("文号里的年份和号是数字，不是字母",), meant)


def url_can_be_opened(node: Address | Document, path: Path) -> Iterator[Fault]:
    """An address to open has a scheme, a host with a dot, and only characters of the keyboard."""
    if not isinstance(node.url, Silence) and not URL.fullmatch(node.url):
        yield Fault("E217", (*path, "url"), node.url)


def url_is_the_printed_one(address: Address, path: Path) -> Iterator[Fault]:
    """An address to open leads to the printed host, or a remark says why not."""
    if isinstance(address.url, Silence) or address.remark is not None:
        return
    printed, typed = host(address.printed), host(address.url)
    if printed and typed and printed != typed and not look_alike(printed, typed):
        yield Fault("E218", (*path, "url"), f"{typed}（印的是 {printed}）")


def hosts_do_not_look_alike(platform: Platform, path: Path) -> Iterator[Fault]:
    """Hosts of one platform that differ only in look-alike characters carry a remark; else a reminder."""
    known: list[tuple[Path, str]] = []
    for index, address in enumerate(platform.addresses):
        if address.remark is None:
            forms = {"printed": address.printed, "url": str(address.url)}
            for name, text in forms.items():
                if (found := host(text)) is not None:
                    known.append(((*path, "addresses", index, name), found))
    told: set[frozenset[str]] = set()
    for (_, first), (place, second) in combinations(known, 2):
        pair = frozenset((first, second))
        if look_alike(first, second) and pair not in told:
            told.add(pair)
            yield Fault("W207", place, f"{first} 与 {second}")


def hotlines_can_be_called(platform: Platform, path: Path) -> Iterator[Fault]:
    """A hotline looks like a telephone number; otherwise the admin is reminded to look again."""
    for index, number in enumerate(platform.hotlines):
        yield from _phone(number, (*path, "hotlines", index))


def phone_can_be_called(base: Base, path: Path) -> Iterator[Fault]:
    """A base's telephone number looks like one; otherwise the admin is reminded to look again."""
    if base.phone is not None:
        yield from _phone(base.phone, (*path, "phone"))


def _phone(number: str, path: Path) -> Iterator[Fault]:
    digits = re.sub(r"[-\s]", "", number)
    if not any(form.fullmatch(digits) for form in PHONES):
        yield Fault("W206", path, number)


CHECKS: tuple[tuple[type, Check], ...] = (
    (Document, year_stands_in_brackets),
    (Document, numbers_are_figures),
    (Address, url_can_be_opened),
    (Document, url_can_be_opened),
    (Address, url_is_the_printed_one),
    (Platform, hosts_do_not_look_alike),
    (Platform, hotlines_can_be_called),
    (Base, phone_can_be_called),
)
