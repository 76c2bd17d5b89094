"""The folder of the pages' scripts and styles is named by all that lies in it, Python's version included."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from shutil import copytree

import pytest

from builder.front.folder import front_files, front_folder, front_of, place_front, published_script
from builder.front.joining import BROWSERS, Joined, JoiningError, join_scripts
from builder.runtime import RuntimeInfo
from tests.builder.promised import PROMISED

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "theme" / "assets" / "js"
RUNTIME = RuntimeInfo("ab12", "assets/runtime/ab12/", "0.29.5", "1.0", (), (), {"packages": {}})
CONSTANT = ("runtime/published.js",)


@cache
def joined() -> Joined:
    """The scripts as they are."""
    return join_scripts(SCRIPTS, published_script(RUNTIME))


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A repository that is a theme."""
    copytree(ROOT / "theme", tmp_path / "theme")
    yield tmp_path


def folder(root: Path, runtime: RuntimeInfo = RUNTIME) -> str:
    return front_folder(front_files(root, runtime))


def test_another_script_style_or_python_makes_another_name_and_nothing_else_does(root: Path) -> None:
    first = folder(root)
    (root / "theme/assets/css/card.css").write_text("/* in other people's pages */")
    site = root / "theme/assets/js/site.js"
    site.write_text("// No browser reads this.\n" + site.read_text("utf-8"), encoding="utf-8")
    assert folder(root) == first
    names = {first, folder(root, replace(RUNTIME, hash="cd34"))}
    for path, more in {
        "js/site.js": "again();",
        "js/calculator/desk/book.js": "again();",
        "css/page.css": "\n",
    }.items():
        file = root / "theme/assets" / path
        file.write_text(file.read_text("utf-8") + more, encoding="utf-8")
        names.add(folder(root))
    assert len(names) == 5


def test_what_was_moved_is_found_and_names_its_python(root: Path) -> None:
    site = Path(copytree(root / "theme", root / "site"))
    assert front_of(site) == "assets/"
    files = front_files(root, RUNTIME)
    place_front(site, files)
    assert front_of(site) == front_folder(files)
    placed = site / front_of(site)
    assert {path.relative_to(placed).as_posix() for path in placed.rglob("*.*")} == set(files)
    for name in ("runtime/early", "calculator/desk/worker", "roster/element", "editor/element"):
        assert "ab12" in (placed / f"js/{name}.js").read_text("utf-8")
    left = [path.name for kind in ("css", "js") for path in site.glob(f"assets/{kind}/**/*.*")]
    assert left == ["card.css"]


def test_every_script_is_in_a_file_and_none_twice_in_what_one_page_or_worker_loads() -> None:
    """Twice would be two of what there is one of: the Python lent, the numbers that make ids differ."""
    written = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    assert {name for names in joined().modules.values() for name in names} == written
    imports = {name: imported(name, text) & joined().files.keys() for name, text in joined().files.items()}
    for name in joined().files:
        reached: set[str] = set()
        waiting = {name}
        while waiting:
            reached |= waiting
            waiting = {other for each in waiting for other in imports[each]} - reached
        held = [module for each in reached for module in joined().modules[each] if module not in CONSTANT]
        assert sorted(set(held)) == sorted(held), name
    assert imports["calculator/element.js"] >= {"runtime/early.js"}
    assert imports["calculator/desk/worker.js"] == set()
    # Pagefind lies where the build puts it, beside no script of ours.
    assert imported("search/worker.js", joined().files["search/worker.js"]) == {
        "../../assets/js/search/pagefind.js"
    }


def imported(name: str, text: str) -> set[str]:
    """What a joined file imports, at once or when it is wanted."""
    found = re.findall(r"""(?:from|import)\s*\(?\s*"(\.[^"]+)\"""", text)
    return {normpath(join(dirname(name), path)) for path in found}


def test_nothing_is_rewritten_for_the_oldest_promised_browsers() -> None:
    """What they do not know must not be in the scripts, rather than be imitated in silence."""
    assert join_scripts(SCRIPTS, published_script(RUNTIME), ["esnext"]) == joined()
    assert {name.replace("ios", "safari_ios") for name in BROWSERS} == {
        f"{browser}{version}" for browser, version in PROMISED.items()
    }


def test_addresses_of_a_scripts_own_place_lead_where_they_led() -> None:
    """Workers, styles and pages are named from where the script was written, which now is in another."""
    files = joined().files
    pattern = re.compile(r"""new URL\("([^"`]+)",(?:new URL\("([^"]+)",)?import\.meta\.url\)""")
    led = {
        normpath(join("js", dirname(name), dirname(moved) if moved else "", path))
        for name, text in files.items()
        for path, moved in pattern.findall(text)
    }
    workers = {path for path in led if path.endswith("worker.js")}
    assert workers == {
        "js/calculator/desk/worker.js",
        "js/runtime/worker.js",
        "js/search/worker.js",
    }
    assert {path for path in led - workers if path.startswith("css")} == {
        "css",
        "css/companions.css",
        "css/search.css",
    }
    assert {path for path in led - workers if not path.startswith("css")} == {"..", "../roster"}


def test_a_slip_in_a_script_is_told_with_its_place(root: Path) -> None:
    (root / "theme/assets/js/site.js").write_text("const a = 1;\nconst a = 2;\n", encoding="utf-8")
    with pytest.raises(JoiningError, match=r"theme/assets/js/site\.js:2:7: .*already"):
        front_files(root, RUNTIME)


def test_without_esbuild_it_says_what_installs_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.front.joining._ROOT", root)
    with pytest.raises(JoiningError, match=r"缺少 node_modules/esbuild：请用 python3 build\.py 运行"):
        front_files(root, RUNTIME)


def test_equal_scripts_give_equal_bytes_wherever_they_lie(root: Path) -> None:
    assert join_scripts(root / "theme/assets/js", published_script(RUNTIME)) == joined()
