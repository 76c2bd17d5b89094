"""The page for developers keeps its word: its examples run, and its tables have the columns it names."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builder.api.tables import HEADS
from builder.node import node_program
from builder.serving.server import SiteServer

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs/developers/index.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL))


def lines(language: str, address: str, folder: Path) -> list[str]:
    """What an example prints on the site at an address."""
    programs = {"python": (sys.executable, "example.py"), "js": (str(node_program(ROOT)), "example.mjs")}
    program, name = programs[language]
    file = folder / name
    file.write_text(EXAMPLES[language].replace("https://xueshi.example/", address), "utf-8")
    done = subprocess.run([program, file], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_examples_run_and_say_the_same(published: Path, tmp_path: Path) -> None:
    """Copied as they stand, with the address of the site."""
    assert set(EXAMPLES) == {"python", "js"}
    with SiteServer(published) as server:
        said = {language: lines(language, server.url, tmp_path) for language in EXAMPLES}
    assert said["python"] == said["js"]
    assert "三门峡市 2025 公需 30 三人社专技〔2025〕1号 二：公需科目不少于30学时" in said["python"]
    assert "平顶山市 2021 公需选修 未规定 通知没有单独要求" in said["python"]


@pytest.mark.parametrize("name", HEADS)
def test_the_guide_names_the_columns_of_every_table(published: Path, name: str) -> None:
    """In their order; what is in brackets explains one."""
    (row,) = (line for line in GUIDE.splitlines() if f"csv/{name}.csv" in line)
    named = re.sub("（.*?）", "", row.strip("| ").split(" | ")[-1]).split("、")
    with (published / f"api/v1/csv/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == named == list(HEADS[name])
