"""From any Python to a complete environment: the search, the stamps, and what is said when it fails."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder import bootstrap, installed
from builder.environment import SetupError, failure_reason, make_venv, npm_environ
from builder.node import find_node, packaged_node
from builder.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
COMMAND = """
import os, sys
def main(argv):
    print("ran", *argv, "in", sys.prefix, "PYTHONPATH" in os.environ)
    return 7
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the front door over empty locks, with a command that only says that it ran."""
    root = tmp_path / "项目 a"
    (root / "builder").mkdir(parents=True)
    (root / "requirements").mkdir()
    shutil.copy(ROOT / "build.py", root)
    for name in ("__init__", "bootstrap", "environment", "refusals", "installed", "node", "progress"):
        shutil.copy(ROOT / "builder" / f"{name}.py", root / "builder")
    (root / "builder/cli.py").write_text(COMMAND, "utf-8")
    (root / "requirements/lock.txt").write_text("# nothing\n", "utf-8")
    (root / "requirements/node.txt").write_text("# nothing\n", "utf-8")
    (root / "package.json").write_text(json.dumps({"name": "a", "version": "1.0.0"}), "utf-8")
    lock = {"name": "a", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": {}}
    lock["packages"] = {"": {"name": "a", "version": "1.0.0"}}
    (root / "package-lock.json").write_text(json.dumps(lock), "utf-8")
    return root


def run(root: Path, *argv: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs build.py with this Python from another folder."""
    command = [sys.executable, str(root / "build.py"), *argv]
    return subprocess.run(
        command, cwd=root.parent, env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )


def script(path: Path, body: str) -> Path:
    """A program for the search to find."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


def search(tmp_path: Path, *folders: Path, **environ: str) -> str | None:
    path = os.pathsep.join(str(folder) for folder in folders)
    return bootstrap.find_python(str(tmp_path), {"HOME": str(tmp_path / "home"), "PATH": path, **environ})


def test_first_run_makes_the_environment_and_later_runs_leave_it_alone(project: Path) -> None:
    """The command runs inside the new .venv, gets its arguments and gives its exit code back.

    A .venv without its stamp, from a set-up that was interrupted, is made anew whatever is in it.
    """
    broken = project / ".venv"
    (broken / "bin").mkdir(parents=True)
    (broken / "bin/python").write_text("half a download", "utf-8")
    (broken / "left-over").touch()
    first = run(project, "check", "--x", PYTHONPATH=str(project))
    assert first.returncode == 7, first.stderr
    assert not (broken / "left-over").exists()
    assert first.stdout.strip() == f"ran check --x in {project / '.venv'} False"
    assert re.findall(r"^\[(\d)/3\] (\S+)", first.stderr, re.M) == [
        ("1", "建立"),
        ("2", "安装"),
        ("3", "安装"),
    ]
    stamp = Path(installed.python_stamp_file(str(project)))
    made = stamp.stat().st_mtime_ns

    second = run(project, "check")
    assert (second.returncode, second.stderr) == (7, "")
    assert stamp.stat().st_mtime_ns == made

    shutil.rmtree(project / "node_modules")
    third = run(project, "check")
    assert third.returncode == 7
    assert re.findall(r"^\[1/1\] (.*) …", third.stderr, re.M) == ["安装 Node 包"]
    assert stamp.stat().st_mtime_ns == made

    library = next((project / ".venv").glob("lib*/**/site-packages/xueshi-source.pth"))
    assert library.read_text("utf-8").splitlines() == [str(project / "calculator/src"), str(project)]


def test_an_old_python_without_a_language_goes_on_in_a_chinese_folder(project: Path) -> None:
    """Up to Python 3.6, and where UTF-8 is switched off, a Chinese path arrives as bytes that are no text."""
    assert run(project, "check").returncode == 7
    node = Path(installed.node_stamp_file(str(project)))
    inside = script(project / "node", "")
    node.write_text(f"{installed.node_key(str(project))}\n{inside}\n", "utf-8")
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    again = run(project, "check", **bare)
    assert (again.returncode, again.stderr) == (7, "")


def test_a_changed_lock_makes_the_environment_stale(tmp_path: Path) -> None:
    """Each folder follows its own lock."""
    (tmp_path / "requirements").mkdir()
    for name in ("requirements/lock.txt", "requirements/node.txt", "package-lock.json"):
        (tmp_path / name).write_text("one\n", "utf-8")
    root = str(tmp_path)
    for folder in ("bin", "Scripts"):
        (tmp_path / ".venv" / folder).mkdir(parents=True)
    Path(installed.venv_python(root)).touch()
    (tmp_path / "node_modules").mkdir()
    node = script(tmp_path / "node", "")
    Path(installed.python_stamp_file(root)).write_text(installed.python_key(root), "utf-8")
    Path(installed.node_stamp_file(root)).write_text(f"{installed.node_key(root)}\n{node}\n", "utf-8")
    assert installed.is_current(root)

    (tmp_path / "requirements/lock.txt").write_bytes(b"one\r\n")
    assert installed.is_current(root), "another line end is not another lock"
    (tmp_path / "package-lock.json").write_text("two\n", "utf-8")
    assert (installed.python_is_current(root), installed.node_is_current(root)) == (True, False)
    (tmp_path / "package-lock.json").write_text("one\n", "utf-8")
    node.unlink()
    assert not installed.node_is_current(root), "the machine's node went away"
    (tmp_path / "requirements/lock.txt").write_text("two\n", "utf-8")
    assert not installed.python_is_current(root)


def test_a_moved_folder_is_set_up_anew(tmp_path: Path) -> None:
    """The programs inside a .venv name the place they were made for."""
    for name in ("here", "there"):
        (tmp_path / name / "requirements").mkdir(parents=True)
        (tmp_path / name / "requirements/lock.txt").touch()
    assert installed.python_key(str(tmp_path / "here")) != installed.python_key(str(tmp_path / "there"))


def test_search_passes_over_programs_that_only_bear_the_name(tmp_path: Path) -> None:
    """A pyenv shim without that version fails; another lies about its version; the third is real."""
    script(tmp_path / "a/python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    script(tmp_path / "b/python3.13", "echo 3 12 /bin/sh")
    script(tmp_path / "c/python3.13", f'exec "{sys.executable}" "$@"')
    found = search(tmp_path, tmp_path / "a", tmp_path / "b", tmp_path / "c")
    assert found is not None
    assert Path(found).samefile(sys.executable)
    assert "venv" not in Path(found).parts, "the interpreter behind an environment, not the environment"


def test_search_takes_the_newest_of_pyenv(tmp_path: Path) -> None:
    """3.13.10 is newer than 3.13.9, and a broken version does not end the search."""
    versions = tmp_path / "pyenv/versions"
    script(versions / "3.13.11/bin/python3", "exit 1")
    for name in ("3.13.9", "3.13.10"):
        target = versions / name / "bin/real"
        script(target, "")
        script(versions / name / "bin/python3", f"echo 3 13 '{target}'")
    assert search(tmp_path, PYENV_ROOT=str(tmp_path / "pyenv")) == str(versions / "3.13.10/bin/real")


def test_search_asks_uv_but_lets_it_download_nothing(tmp_path: Path) -> None:
    """uv knows where its own interpreters lie."""
    script(tmp_path / "managed/python", f'exec "{sys.executable}" "$@"')
    asked = '[ "$UV_PYTHON_DOWNLOADS $*" = "never python find --system 3.13" ]'
    script(tmp_path / "bin/uv", f'{asked} && echo "{tmp_path}/managed/python"')
    found = search(tmp_path, tmp_path / "bin")
    assert found is not None
    assert Path(found).samefile(sys.executable)


def test_without_the_right_python_one_line_says_how_to_get_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one line, both languages."""
    monkeypatch.setattr(bootstrap, "NEEDED", "3.99")
    monkeypatch.setattr(os, "environ", {"PATH": str(tmp_path), "HOME": str(tmp_path)})
    assert bootstrap.main(str(project), ["check"]) == 2
    told = capsys.readouterr().err
    assert told == bootstrap.PYTHON_MISSING + "\n"
    assert "\n" not in bootstrap.PYTHON_MISSING


def test_python_without_venv_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian packs ensurepip separately."""
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SetupError, match=r"^这个 Python 缺少 venv 模块。.*python3\.13-venv.*$"):
        make_venv(tmp_path, Progress(quiet=True))


def test_failure_of_pip_is_one_line_with_the_log(project: Path) -> None:
    """The reason stands at its end, the whole story in the log; the next run starts over."""
    lock = project / "requirements/lock.txt"
    lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    failed = run(project, "check", PIP_NO_INDEX="1")
    *steps, message = failed.stderr.splitlines()
    assert failed.returncode == 1
    assert all(step.startswith("[") for step in steps)
    assert message.startswith("Python 包没有装好（pip 失败）；详见 .cache/setup-pip.log：ERROR: ")
    assert "no-such-package" in (project / ".cache/setup-pip.log").read_text("utf-8")
    lock.write_text("", "utf-8")
    assert not installed.python_is_current(str(project))


def test_a_folder_that_cannot_be_written_is_told_in_chinese(project: Path) -> None:
    """Named, with the reason."""
    (project / ".cache").write_text("in the way", "utf-8")
    failed = run(project, "check", LC_ALL="C")
    assert failed.returncode == 1
    assert re.fullmatch(r"环境没有备好：.*\.cache（那里已经有别的文件）。\n", failed.stderr)


def test_failure_of_npm_is_one_line_with_the_log_and_keeps_the_rest(project: Path) -> None:
    """The Python packages need not be installed a second time."""
    lock = project / "package-lock.json"
    good = lock.read_text("utf-8")
    lock.write_text("{", "utf-8")
    failed = run(project, "check")
    assert failed.returncode == 1
    message = failed.stderr.splitlines()[-1]
    assert message.startswith("Node 包没有装好（npm ci 失败）；详见 .cache/setup-npm.log：npm error ")
    lock.write_text(good, "utf-8")
    healed = run(project, "check")
    assert healed.returncode == 7
    assert re.findall(r"^\[1/1\] (.*) …", healed.stderr, re.M) == ["安装 Node 包"]


def test_node_must_run_be_recent_and_have_npm(tmp_path: Path) -> None:
    """Otherwise set-up brings its own."""
    path = {"PATH": f"{tmp_path}{os.pathsep}/bin"}
    only = {"PATH": str(tmp_path)}
    assert find_node(only) is None
    script(tmp_path / "node", "echo '18.20.4 /opt/node'")
    script(tmp_path / "npm", "echo 10.8.2")
    assert find_node(path) is None
    script(tmp_path / "node", "echo '22.1.0 /opt/node'")
    assert find_node(path) is not None
    script(tmp_path / "npm", "exit 1")
    assert find_node(path) is None
    assert packaged_node(tmp_path / "no-python") is None


def test_npm_is_given_the_certificates_of_the_system_unless_someone_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Node alone of the three installers does not read them by itself."""
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/chosen.pem")
    assert npm_environ(tmp_path)["NODE_EXTRA_CA_CERTS"] == "/chosen.pem"
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS")
    assert Path(npm_environ(tmp_path).get("NODE_EXTRA_CA_CERTS", __file__)).is_file()


def test_npm_keeps_its_downloads_in_the_project_where_there_is_no_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account of a service has none, or none it may write to; npm would give up."""
    monkeypatch.delenv("npm_config_cache", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "npm_config_cache" not in npm_environ(tmp_path / "project")
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    assert npm_environ(tmp_path / "project")["npm_config_cache"] == str(tmp_path / "project/.cache/npm")
    monkeypatch.setenv("npm_config_cache", "/chosen")
    assert npm_environ(tmp_path / "project")["npm_config_cache"] == "/chosen"


def test_what_npm_says_whatever_went_wrong_is_not_the_reason(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        "npm error path /nowhere/.npm\nnpm error ENOTDIR: not a directory, mkdir '/nowhere/.npm'\n"
        "npm error Log files were not written due to an error writing to the directory: /nowhere/_logs\n"
        "npm error You can rerun the command with `--loglevel=verbose` to see the logs in your terminal\n"
        "npm error A complete log of this run can be found in: /nowhere/_logs/a.log\n",
        "utf-8",
    )
    assert failure_reason(log) == "：npm error ENOTDIR: not a directory, mkdir '/nowhere/.npm'"


@pytest.mark.parametrize(
    "name", ["build.py", *(f"builder/{own}.py" for own in ("__init__", "bootstrap", "installed"))]
)
def test_front_door_parses_on_old_pythons(name: str) -> None:
    """What runs before Python 3.13 is found uses no newer grammar and no newer typing."""
    tree = ast.parse((ROOT / name).read_text("utf-8"), feature_version=(3, 6))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {
        "typing",
        *(f"builder.{own}" for own in ("bootstrap", "cli", "environment", "installed")),
    }
    late = (ast.NamedExpr, ast.Match, ast.JoinedStr) if name == "build.py" else (ast.NamedExpr, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, late)]
