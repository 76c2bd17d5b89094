"""The folder of the pages' scripts and styles is named by all that lies in it, Python's version included."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from builder.front import PUBLISHED, front_folder, front_of, place_front
from builder.runtime import RuntimeInfo

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = RuntimeInfo("ab12", "assets/runtime/ab12/", "0.29.5", "1.0", (), (), {"packages": {}})


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A repository that is a theme."""
    copytree(ROOT / "theme", tmp_path / "theme")
    yield tmp_path


def test_another_script_style_or_python_makes_another_name_and_nothing_else_does(root: Path) -> None:
    first = front_folder(root, RUNTIME)
    assert front_folder(root, RUNTIME) == first
    (root / "theme/assets/css/card.css").write_text("/* in other people's pages */")
    assert front_folder(root, RUNTIME) == first
    names = {first, front_folder(root, replace(RUNTIME, hash="cd34"))}
    for path in ("js/site.js", "js/calculator/desk/book.js", "css/page.css"):
        file = root / "theme/assets" / path
        file.write_text(file.read_text("utf-8") + "\n", encoding="utf-8")
        names.add(front_folder(root, RUNTIME))
    assert len(names) == 5


def test_what_was_moved_is_found_and_names_its_python(root: Path) -> None:
    site = Path(copytree(root / "theme", root / "site"))
    assert front_of(site) == "assets/"
    folder = front_folder(root, RUNTIME)
    place_front(site, folder, RUNTIME)
    assert front_of(site) == folder
    assert '"hash": "ab12"' in (site / folder / PUBLISHED).read_text("utf-8")
    assert (site / folder / "js/site.js").is_file()
    left = [path.name for kind in ("css", "js") for path in site.glob(f"assets/{kind}/**/*.*")]
    assert left == ["card.css"]
