"""The published Python: equal inputs give equal bytes, and nothing is shipped that is not needed."""

import hashlib
import importlib.util
import json
import marshal
import shutil
import traceback
from pathlib import Path

import brotli
import pytest

from builder.runtime import MissingPyodideError, RuntimeInfo, build_runtime, bytecode, publish
from builder.runtime.archive import read_archive, write_archive
from builder.runtime.bridge import ReadyMade, call, method_key
from builder.runtime.flat import unflat
from builder.runtime.lines import without_lines
from builder.runtime.modules import OF_FROZEN, Library, chosen, is_frozen, recorded
from builder.runtime.parts import library_source

ROOT = Path(__file__).resolve().parents[2]
PREVIEW_QUALITY = 4
HEADER = importlib.util.MAGIC_NUMBER + bytes(12)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the published runtime in it."""
    out = tmp_path_factory.mktemp("out")
    build_runtime(ROOT, out, quality=PREVIEW_QUALITY)
    return out


def test_the_manifest_says_what_lies_in_the_folder(published: Path) -> None:
    info = RuntimeInfo.read(published / "assets/runtime/manifest.json")
    assert sorted(path.name for path in (published / "assets/runtime").iterdir()) == [
        info.hash,
        "manifest.json",
    ]
    assert info.folder == f"assets/runtime/{info.hash}/"
    assert info.xueshi == "0.1.0"
    for file in (*info.files, *info.extras):
        data = (published / info.folder / file.name).read_bytes()
        packed = (published / info.folder / f"{file.name}.br").read_bytes()
        assert brotli.decompress(packed) == data
        assert (file.bytes, file.brotli_bytes) == (len(data), len(packed))
        assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert info.pyodide == json.loads((ROOT / "node_modules/pyodide/package.json").read_bytes())["version"]


def test_another_folder_on_another_day_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "elsewhere"
    root.mkdir()
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(
        ROOT / "calculator",
        root / "calculator",
        ignore=shutil.ignore_patterns("__pycache__", "build", "dist"),
    )
    for path in (root / "calculator").rglob("*.py"):
        path.touch()
    again = build_runtime(root, tmp_path / "out", quality=PREVIEW_QUALITY)
    first = RuntimeInfo.read(published / "assets/runtime/manifest.json")
    assert [(file.name, file.sha256) for file in (*again.files, *again.extras)] == [
        (file.name, file.sha256) for file in (*first.files, *first.extras)
    ]
    assert again.hash == first.hash


def test_what_is_loaded_on_demand_is_no_part_of_the_first_load(published: Path) -> None:
    info = RuntimeInfo.read(published / "assets/runtime/manifest.json")
    extras = ["roster.zip", "workbooks.zip"]
    assert [file.name for file in info.extras] == extras
    assert not {file.name for file in info.files} & set(extras)
    first = unflat(read_archive(published / info.folder / "python.zip"))
    extra = read_archive(published / info.folder / "workbooks.zip")
    assert {"xueshi/workbook/sheets.pyc", "xueshi/ledger/workbooks.pyc", "zipfile/__init__.pyc"} <= {*extra}
    assert not any(name.startswith(("xueshi/workbook", "zipfile")) for name in first)
    assert not {*extra} & {*first}, "nothing is loaded twice"
    roster = read_archive(published / info.folder / "roster.zip")
    assert "xueshi/roster/page/door.pyc" in roster
    assert not any(name.startswith("xueshi/roster") for name in first)
    assert not {*roster} & {*first}, "nothing is loaded twice"


def test_without_a_change_nothing_is_compiled_again(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "compiled_library", lambda *_: pytest.fail("compiled again"))
    again = build_runtime(ROOT, tmp_path, quality=PREVIEW_QUALITY)
    assert again == RuntimeInfo.read(published / "assets/runtime/manifest.json")


def test_the_folder_of_an_earlier_build_is_dropped(tmp_path: Path) -> None:
    old = tmp_path / "assets/runtime/0123456789abcdef"
    old.mkdir(parents=True)
    info = build_runtime(ROOT, tmp_path, quality=PREVIEW_QUALITY)
    assert not old.exists()
    assert (tmp_path / info.folder / "python.zip").is_file()


def test_without_pyodide_the_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingPyodideError, match=r"python3 build\.py"):
        build_runtime(tmp_path, tmp_path / "out")


def test_byte_code_of_another_python_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "PYTHON", (3, 99))
    with pytest.raises(bytecode.WrongPythonError, match=r"3\.99"):
        bytecode.compile_archive(tmp_path / "any.zip", bytecode.PACKAGE)


def test_an_archive_keeps_no_time_and_no_order(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.zip", {"b": b"2", "a": b"1"})
    write_archive(tmp_path / "b.zip", {"a": b"1", "b": b"2"})
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert read_archive(tmp_path / "a.zip") == {"a": b"1", "b": b"2"}


LIBRARY = Library(
    {
        "top.py": b"import pack.leaf\ndef f():\n    import lazy\nif __name__ == 'x':\n    import script\n",
        "pack/__init__.py": b"from . import side\nfrom .deep import thing\n",
        "pack/leaf.py": b"import os\n",
        "pack/side.py": b"",
        "pack/deep/__init__.py": b"from .. import sibling\nthing = 1\n",
        "pack/sibling.py": b"",
        "lazy.py": b"",
        "script.py": b"",
        "os.py": b"import script\n",
    }
)


def test_an_import_brings_packages_and_relatives_but_not_what_waits_in_functions() -> None:
    reached = {"top", "pack", "pack.leaf", "pack.side", "pack.deep", "pack.sibling", "os", "script"}
    assert LIBRARY.closure(["top"]) == reached
    assert LIBRARY.closure(["top"], inside_functions=True) == reached | {"lazy"}
    assert LIBRARY.closure(["top"], known={"os"}) == reached - {"os", "script"}


def test_what_the_package_imports_beyond_the_list_is_added() -> None:
    library = Library(library_source(ROOT / "node_modules/pyodide"))
    package = Library(
        {
            "bridge.py": b"import own\n",
            "own.py": b"def rare():\n    import wave\n",
            "unused.py": b"import chess\n",
        }
    )
    needed = chosen(library, package, "bridge")
    assert needed.package == {"bridge", "own"}
    assert needed.library >= recorded() | OF_FROZEN
    assert "wave" in needed.library
    assert not any(is_frozen(name) for name in needed.library)


def test_byte_code_without_lines_still_names_function_and_first_line() -> None:
    source = "def outer():\n    def inner():\n        x = 1\n        raise ValueError(x)\n    inner()\n"
    compiled = HEADER + marshal.dumps(compile(source, "some.py", "exec"))
    short = without_lines(compiled)
    names: dict[str, object] = {}
    exec(marshal.loads(short[len(HEADER) :]), names)
    with pytest.raises(ValueError, match="1") as caught:
        names["outer"]()  # type: ignore[operator] # made by the lines above
    frames = [(frame.name, frame.lineno) for frame in traceback.extract_tb(caught.value.__traceback__)[1:]]
    assert frames == [("outer", 1), ("inner", 2)]


def test_a_method_without_code_of_its_own_is_compiled_as_ever() -> None:
    source = "def answer():\n    return 42"
    for known, missed in ((True, 0), (False, 1)):
        code = compile(source, "<dataclass>", "exec")
        ready = ReadyMade({method_key(source): code} if known else {})
        scope: dict[str, object] = {}
        ready(source, {}, scope)
        assert scope["answer"]() == 42  # type: ignore[operator] # made by the line above
        assert ready.missed == missed


def test_half_a_character_does_not_cost_the_answer() -> None:
    """A browser can hold one, no file can: the sign for an unreadable character stands in its place."""
    rows = [["2025-03-05", "公需", "30", "\\ud800 甲"], ["2025-03-05", "公需", "30", "乙"]]
    payload = json.dumps({"rows": rows}, ensure_ascii=False).replace("乙", "\\udfff")
    answer, _ = call("write_csv", payload)
    text = json.loads(answer)["text"]
    assert "\\ud800 甲" in text, "what was typed as a backslash stays"
    assert text.endswith("公需,30,\ufffd,,,,,,\r\n")
