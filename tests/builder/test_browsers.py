"""The tour through all browsers fails when one of them shows something wrong, and says where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from builder.browsers import command, tour
from builder.browsers.command import Make, tour_browsers


@dataclass
class Fake:
    """A browser that answers every question with the same value."""

    answer: Any = True
    said: list[str] = field(default_factory=list)
    name: str = "Fake"
    version: str = "1"

    def open(self, address: str) -> None:
        """Goes nowhere."""

    def run(self, function: str, *arguments: Any) -> Any:
        del function, arguments
        return self.answer

    def type(self, element: str, text: str) -> None:
        """Types nothing."""

    def attach(self, element: str, file: Path) -> None:
        assert element and file.stat().st_size > 0

    def complaints(self) -> list[str]:
        said, self.said = self.said, []
        return said

    def photograph(self, to: Path) -> None:
        to.write_bytes(b"PNG")


@pytest.fixture
def walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Walks with a browser of this kind; gives the exit code and what was printed."""

    def walk(fake: Fake | None, only: tuple[str, ...] = ()) -> tuple[int, str]:
        @contextmanager
        def start(program: str) -> Iterator[Fake]:
            assert fake is not None and program == "fake"
            yield fake

        monkeypatch.setattr(tour, "PATIENCE_S", 0.05)
        make = Make("fake", "Fake", lambda: "fake" if fake else None, start, "fake-browser")
        monkeypatch.setattr(command, "MAKES", (make,))
        code = tour_browsers(tmp_path, tmp_path / "pictures", only, print)
        return code, capsys.readouterr().out

    return walk


def test_a_walk_without_fault_is_a_table_with_a_picture_of_each_step(walked: Any, tmp_path: Path) -> None:
    code, said = walked(Fake())
    assert code == 0
    steps = [line.split(" | ")[0].strip("| ") for line in said.splitlines() if line.startswith("| ")]
    assert steps[2:] == [
        "首页",
        "快速自查",
        "台账（CSV）",
        "台账（Excel）",
        "再次打开",
        "名单 200 人",
        "查找",
        "编辑数据",
        "断网",
    ]
    assert len(list((tmp_path / "pictures").iterdir())) == 9


def test_an_error_in_the_console_fails_and_is_printed(walked: Any) -> None:
    code, said = walked(Fake(said=["TypeError: x is undefined"]))
    assert code == 1
    assert "Fake 1 首页：TypeError: x is undefined" in said


def test_a_step_that_is_never_seen_fails_and_the_others_are_walked(walked: Any) -> None:
    code, said = walked(Fake(answer=False))
    assert code == 1
    assert "Fake 1 首页：等了" in said
    assert "Fake 1 断网：等了" in said


def test_a_browser_that_is_asked_for_has_to_be_there(walked: Any) -> None:
    code, said = walked(None, ("fake",))
    assert code == 1
    assert "sudo apt-get install fake-browser" in said
