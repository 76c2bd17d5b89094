"""A change makes anew what depends on it and nothing else, and the result is that of a whole build."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.bench.synthetic import write_synthetic
from builder.catalog import Catalog, load_catalog
from builder.checks import check_and_load
from builder.editor.publish import write_editor
from builder.hosting.hashes import Marks
from builder.maker import Maker
from builder.making.asked import Asked

ROOT = Path(__file__).resolve().parents[2]
COUNT = 24
BASE_URL = "https://example.cn/"
DERIVED = {"city_name", "years", "main_document", "document_of"}
"""Look-ups of the catalog that are made of others."""

Edit = Callable[[Path, random.Random], None]


def a_city_year(data: Path, chance: random.Random) -> Path:
    """One of the files of city-years."""
    return chance.choice(sorted(path for path in data.glob("cities/*/*.yml") if path.stem.isdecimal()))


def replaced(path: Path, pattern: str, new: str) -> None:
    """Change the first place of a file that fits."""
    text = path.read_text("utf-8")
    assert re.search(pattern, text, re.MULTILINE), (path, pattern)
    path.write_text(re.sub(pattern, new, text, count=1, flags=re.MULTILINE), "utf-8")


def words_of_a_year(data: Path, chance: random.Random) -> None:
    replaced(a_city_year(data, chance), r"合成内容：", f"合成内容 {chance.random()}：")


def evidence_of_a_year(data: Path, chance: random.Random) -> None:
    replaced(a_city_year(data, chance), r"evidence: 合成平台", f"evidence: 合成平台 {chance.randrange(1000)}")


def day_of_a_year(data: Path, chance: random.Random) -> None:
    replaced(
        a_city_year(data, chance), r"^checked_on: .*$", f"checked_on: 2026-11-{chance.randrange(1, 29):02}"
    )


def a_comment(data: Path, chance: random.Random) -> None:
    path = a_city_year(data, chance)
    path.write_text(path.read_text("utf-8") + f"# {chance.random()}\n", "utf-8")


def a_year_goes(data: Path, chance: random.Random) -> None:
    path = a_city_year(data, chance)
    path.unlink()
    path.with_name(f"{path.stem}.cases.yml").unlink()


def a_year_comes(data: Path, chance: random.Random) -> None:
    path = a_city_year(data, chance)
    old, new = path.stem, str(2000 + chance.randrange(15))
    text = path.read_text("utf-8").replace(old, new)
    path.with_name(f"{new}.yml").write_text(text, "utf-8")
    notices = data / "documents" / f"synthetic-{path.parent.name}.yml"
    entries = re.split(r"(?m)^(?=- id: )", notices.read_text("utf-8"))
    entry = next(item for item in entries if f"-{old}\n" in item)
    if not any(f"-{new}\n" in item for item in entries):
        notices.write_text("".join([*entries, entry.replace(old, new)]), "utf-8")


def name_of_a_city(data: Path, chance: random.Random) -> None:
    path = a_city_year(data, chance)
    city = path.parent.name
    replaced(
        data / "regions.yml", rf"(- id: {city}\n.*\n  name: .*)$", rf"\1{'新' * chance.randrange(1, 4)}市"
    )


def a_platform(data: Path, chance: random.Random) -> None:
    replaced(data / "platforms.yml", r"第 (\d) 平台", rf"第 \1 平台 {chance.randrange(1000)}")


def a_base(data: Path, chance: random.Random) -> None:
    replaced(data / "bases.yml", r"第 1 基地", f"第 1 基地 {chance.randrange(1000)}")


def a_document(data: Path, chance: random.Random) -> None:
    path = chance.choice(sorted(data.glob("documents/synthetic-*.yml")))
    replaced(path, r"title: 合成数据", f"title: 合成数据 {chance.randrange(1000)}")


EDITS: tuple[Edit, ...] = (
    words_of_a_year,
    evidence_of_a_year,
    day_of_a_year,
    a_comment,
    a_year_goes,
    a_year_comes,
    name_of_a_city,
    a_platform,
    a_base,
    a_document,
)


def load(data: Path) -> Catalog:
    """The catalog; what the values mean is not the matter here."""
    catalog, problems = load_catalog(data)
    assert catalog is not None, problems[:3]
    return catalog


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small folder of invented data with every shape of rule."""
    write_synthetic(tmp_path / "data", COUNT)
    return tmp_path / "data"


def test_after_any_edits_the_site_is_that_of_a_whole_build(data: Path, tmp_path: Path) -> None:
    """Byte for byte: years that come, go and change, names, registers; and nothing is left behind."""
    chance = random.Random(20251231)
    maker = Maker(ROOT, tmp_path / "warm", BASE_URL)
    maker.make(load(data), maker.made)
    for round_of_edits in range(2):
        edits = list(EDITS)
        chance.shuffle(edits)
        for edit in edits:
            edit(data, chance)
            maker.make(load(data), maker.made)
        whole = Maker(ROOT, tmp_path / f"whole-{round_of_edits}", BASE_URL)
        whole.make(load(data), whole.made)
        now, then = files(maker.made), files(whole.made)
        assert now.keys() == then.keys()
        assert [name for name in now if now[name] != then[name]] == []


def test_a_change_of_one_year_leaves_all_other_years_alone(data: Path, tmp_path: Path) -> None:
    """Of the other city-years nothing is written: no page, no rules, no card, no form."""
    maker = Maker(ROOT, tmp_path / "warm", BASE_URL)
    maker.make(load(data), maker.made)
    path = a_city_year(data, random.Random(1))
    replaced(path, "合成内容：", "合成内容，改过：")
    city, year = path.parent.name, path.stem
    changes = maker.make(load(data), maker.made)
    years = {name for name in changes.written if re.search(r"/20\d\d(/|\.)", name)}
    assert years
    assert [name for name in years if f"/{city}/{year}" not in name] == []
    assert changes.removed == []
    assert len(changes.written) < 25


def test_a_later_day_of_the_data_leaves_the_pages_of_other_years_alone(data: Path, tmp_path: Path) -> None:
    """The day of the data moves with every check of a notice; only what says that day is made anew."""
    maker = Maker(ROOT, tmp_path / "warm", BASE_URL)
    maker.make(load(data), maker.made)
    path = a_city_year(data, random.Random(3))
    replaced(path, r"^checked_on: .*$", "checked_on: 2026-11-20")
    own = f"cities/{path.parent.name}/"
    years = [name for name in maker.make(load(data), maker.made).written if name.startswith("cities/")]
    assert f"{own}{path.stem}/index.html" in years
    assert [name for name in years if not name.startswith(own) and name.count("/") > 2] == []


def test_what_the_editor_loads_follows_every_edit(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only some files are copied again, the folder is that of a whole build, too."""
    monkeypatch.setattr("builder.editor.publish.build_packs", lambda *_args, **_more: [])
    chance, marks, warm = random.Random(7), Marks(), tmp_path / "warm"
    write_editor(ROOT, data, load(data), warm, marks=marks)
    for edit in EDITS:
        edit(data, chance)
        write_editor(ROOT, data, load(data), warm, marks=marks)
        write_editor(ROOT, data, load(data), tmp_path / edit.__name__)
        assert files(warm) == files(tmp_path / edit.__name__), edit.__name__


def test_nothing_is_written_when_nothing_changed(data: Path, tmp_path: Path) -> None:
    """Comments and order of keys are no change."""
    maker = Maker(ROOT, tmp_path / "warm", BASE_URL)
    maker.make(load(data), maker.made)
    a_comment(data, random.Random(2))
    assert not maker.make(load(data), maker.made)


def test_every_look_up_of_the_catalog_is_noted() -> None:
    """A look-up that the catalog gains is noted too, or made of noted ones: else a change could be missed."""
    public = {name for name in dir(Catalog) if not name.startswith("_")} | set(Catalog.__dataclass_fields__)
    assert public - set(vars(Asked)) == DERIVED


def test_synthetic_edits_start_from_sound_data(data: Path) -> None:
    assert check_and_load(data)[1] == []
