"""Makes `.venv/` and `node_modules/` as the locks say, and shows how far it is.

Each folder carries a stamp that is written last. An interrupted run leaves no stamp, so the next one starts
that folder over; a complete folder is left alone. Two runs at once wait for each other.
"""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from builder import installed
from builder.node import Node, find_node, packaged_node
from builder.progress import Progress, Step
from builder.refusals import why

VENV_MISSING = (
    "这个 Python 缺少 venv 模块。请安装：sudo apt-get install python3.13-venv（或 python3-venv） / "
    "this Python lacks venv: install python3.13-venv (or python3-venv)"
)

_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep the certificates that their administrator trusts. Python reads them, Node does not."""

_ASIDE = re.compile(r"complete log of this run|Log files were not written|You can rerun the command")
"""What npm says last, whatever went wrong."""


class SetupError(Exception):
    """Set-up cannot go on; the message is one line for the person in front of it."""


def prepare(root: str, say: Callable[[str], None]) -> int:
    """Makes what is missing. Returns 0, or 1 after one line that says what went wrong (interrupted: 130).

    ``say`` prints a line for the person in front of it.
    """
    folder = Path(root)
    try:
        with _alone(folder, say):
            _make(folder, Progress())
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"环境没有备好：{error.filename or folder}（{why(error)}）。")
        return 1
    except KeyboardInterrupt:
        say("已中断。再运行一次会接着准备。")
        return 130
    return 0


def _make(root: Path, progress: Progress) -> None:
    python_needed = not installed.python_is_current(str(root))
    node_needed = not installed.node_is_current(str(root))
    progress.expect(2 * python_needed + node_needed)
    if python_needed:
        make_venv(root, progress)
        install_python_packages(root, progress)
    if node_needed:
        install_node_packages(root, progress)


def make_venv(root: Path, progress: Progress) -> None:
    """Makes an empty `.venv/` with pip. Raises SetupError without venv, which Debian packs separately."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupError(VENV_MISSING)
    log = _log(root, "venv")
    command = [sys.executable, "-I", "-m", "venv", "--clear", installed.venv_folder(str(root))]
    with progress.step("建立 Python 环境 .venv"):
        _run(command, log, root, f"Python 环境没有建成，若缺 python3-venv 请先安装；详见 {_shown(log, root)}")


def install_python_packages(root: Path, progress: Progress) -> None:
    """Installs the locked packages into `.venv/`, lets it import builder and xueshi, and stamps it."""
    python = Path(installed.venv_python(str(root)))
    lock, log = root / "requirements/lock.txt", _log(root, "pip")
    total = len(re.findall(r"(?m)^[A-Za-z0-9]", lock.read_text("utf-8")))
    with progress.step("安装 Python 包") as step:
        _pip(python, lock, log, root, _counter(step, total))
        paths = [str(python), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        library = Path(subprocess.run(paths, check=True, capture_output=True, text=True).stdout.strip())
        (library / "xueshi-source.pth").write_text(f"{root / 'calculator/src'}\n{root}\n", "utf-8")
        stamp = Path(installed.python_stamp_file(str(root)))
        stamp.write_text(f"{installed.python_key(str(root))}\n", "utf-8")


def install_node_packages(root: Path, progress: Progress) -> None:
    """Installs the locked npm packages with the machine's node or else a packaged one, and stamps them."""
    node = find_node(os.environ) or _install_node(root, progress)
    log = _log(root, "npm")
    with progress.step("安装 Node 包"):
        command = [*node.npm, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]
        failure = f"Node 包没有装好（npm ci 失败）；详见 {_shown(log, root)}"
        _run(command, log, root, failure, environ=npm_environ(root))
        stamp = Path(installed.node_stamp_file(str(root)))
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(f"{installed.node_key(str(root))}\n{node.program}\n", "utf-8")


def _install_node(root: Path, progress: Progress) -> Node:
    """Brings node into `.venv/` from its Python package, for a machine without one."""
    progress.expect(1)
    python, log = Path(installed.venv_python(str(root))), _log(root, "node")
    with progress.step("安装 Node（本机没有 Node 20 以上）"):
        _pip(python, root / "requirements/node.txt", log, root, lambda _line: None)
        node = packaged_node(python)
    if node is None:
        raise SetupError(
            f"请安装 Node 20 以上（带 npm）：它的 Python 包在这里不能用；详见 {_shown(log, root)}"
        )
    return node


def npm_environ(root: Path) -> dict[str, str]:
    """The environment for npm, with the system's certificates where nobody chose others.

    Where it cannot keep its downloads at home (a service has none), they lie below ``.cache/``.
    """
    environ = dict(os.environ)
    bundle = next((path for path in _CERTIFICATES if Path(path).is_file()), None)
    if bundle is not None:
        environ.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    home = Path(environ.get("HOME") or Path("~").expanduser())
    kept = next((path for path in (home / ".npm", home) if path.exists()), home)
    if os.name != "nt" and not os.access(kept, os.W_OK | os.X_OK):
        environ.setdefault("npm_config_cache", str(root / ".cache/npm"))
    return environ


def _pip(python: Path, lock: Path, log: Path, root: Path, line_seen: Callable[[str], None]) -> None:
    command = [str(python), "-I", "-m", "pip", "install", "--no-user", "--no-input", "--no-compile"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "--require-hashes", "-r", str(lock)]
    _run(command, log, root, f"Python 包没有装好（pip 失败）；详见 {_shown(log, root)}", line_seen=line_seen)


def _counter(step: Step, total: int) -> Callable[[str], None]:
    """Turns pip's lines into 「37/63」."""
    seen = 0

    def line_seen(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting ", "Processing ")):
            seen += 1
            step.detail(f"{min(seen, total)}/{total}")
        elif line.startswith("Installing collected packages"):
            step.detail("写入")

    return line_seen


def _run(
    command: list[str],
    log: Path,
    root: Path,
    failure: str,
    *,
    environ: dict[str, str] | None = None,
    line_seen: Callable[[str], None] = lambda _line: None,
) -> None:
    """Runs a program with all its output in `log`. Raises SetupError: `failure` and the last error line."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as record:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            close_fds=False,  # it holds the lock too: were this process killed, it might still be writing
        )
        try:
            for line in process.stdout or ():
                record.write(line)
                line_seen(line)
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code != 0:
        raise SetupError(f"{failure}{failure_reason(log)}")


def failure_reason(log: Path) -> str:
    """The last line of the log that looks like an error, for the end of the message."""
    errors = [line.strip() for line in log.read_text("utf-8").splitlines() if "error" in line.lower()]
    told = [line for line in errors if not _ASIDE.search(line)]
    return f"：{told[-1][:200]}" if told else ""


def _log(root: Path, name: str) -> Path:
    return root / ".cache" / f"setup-{name}.log"


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


@contextmanager
def _alone(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the set-up for this process and those it starts; a second one waits until the last has ended."""
    lock = root / ".cache" / "setup.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("另一个进程正在准备环境，等它完成 …")
                fcntl.flock(file, fcntl.LOCK_EX)
            os.set_inheritable(file.fileno(), True)
        yield
