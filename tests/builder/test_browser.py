"""The search for a browser."""

from pathlib import Path

from builder.browser import BROWSER_MISSING, find_browser


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    path.chmod(0o755)
    return path


def test_chosen_browser_decides_alone(tmp_path: Path) -> None:
    """A slip in XUESHI_BROWSER is not covered up by a browser that happens to be there."""
    chosen, other = program(tmp_path / "mine"), program(tmp_path / "bin/chromium")
    path = {"PATH": str(other.parent)}
    assert find_browser({"XUESHI_BROWSER": str(chosen), **path}) == chosen
    assert find_browser({"XUESHI_BROWSER": str(tmp_path / "slip"), **path}) is None
    assert find_browser({"XUESHI_BROWSER": "", **path}) == other


def test_usual_places_of_each_system(tmp_path: Path) -> None:
    """PATH first, then where installers and Playwright put browsers; the newest of Playwright's."""
    environ = {"HOME": str(tmp_path), "PATH": str(tmp_path / "bin"), "LOCALAPPDATA": str(tmp_path / "local")}
    mac = program(tmp_path / "Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    edge = program(tmp_path / "local/Microsoft/Edge/Application/msedge.exe")
    assert find_browser(environ, "darwin") == mac
    assert find_browser(environ, "win32") == edge
    program(tmp_path / "play/chromium-1100/chrome-linux/chrome")
    newest = program(tmp_path / "play/chromium-1200/chrome-linux64/chrome")
    cached = find_browser({**environ, "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "play")}, "other")
    assert cached in (newest, Path("/usr/bin/chromium"), Path("/snap/bin/chromium"))
    on_path = program(tmp_path / "bin/google-chrome")
    assert find_browser(environ, "darwin") == on_path


def test_message_is_one_line_with_a_way_out() -> None:
    """It names what to install and the variable."""
    assert "\n" not in BROWSER_MISSING
    assert "apt-get install chromium" in BROWSER_MISSING
    assert "XUESHI_BROWSER" in BROWSER_MISSING
