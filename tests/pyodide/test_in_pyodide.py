"""The calculator in the Python of the page: its own tests, and every operation on what is really shipped."""

import json
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import xueshi.errands
import xueshi.page
from builder.node import node_program
from builder.runtime.archive import read_archive
from builder.runtime.bytecode import HEADER_BYTES
from builder.runtime.flat import unflat
from builder.runtime.modules import recorded
from tests.pyodide.conftest import Whole
from tests.pyodide.probe import Call, run_in_node
from tests.pyodide.record import CORE, ROOT, run_everything
from tests.pyodide.samples import ODD_ROWS, every_operation
from xueshi.ledger.files import LedgerFile
from xueshi.ledger.workbooks import read_workbook_ledger, write_workbook_ledger

TESTS = "tests/calculator"
PATIENCE_S = 600


def test_the_tests_of_the_calculator_pass_in_pyodide_too(
    whole: Whole, capsys: pytest.CaptureFixture[str]
) -> None:
    collect = [sys.executable, "-P", "-m", "pytest", "--collect-only", "-q", TESTS]
    listed = subprocess.run(collect, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    expected = len(re.findall(r"^\S+::", listed, re.MULTILINE))
    order = {
        "core": str(CORE),
        "archive": str(whole.path),
        "repository": str(ROOT),
        "packages": sysconfig.get_path("purelib"),
        "tests": TESTS,
    }
    done = subprocess.run(
        [str(node_program(ROOT)), str(Path(__file__).with_name("run.mjs"))],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome.pop("from").startswith("/lib/python313.zip/")
    assert outcome == {"passed": expected}
    assert expected > 0
    with capsys.disabled():
        print(f" {expected} 个测试在 Pyodide 里同样通过 ", end="")


def test_every_operation_runs_on_the_modules_that_are_shipped(published: Path) -> None:
    run = run_everything(published)
    *answers, refused = run.answers
    assert [answer.detail for answer in answers if answer.error] == []
    assert refused.error == "KeyError"
    assert run.missed == 0


def test_the_cut_archive_answers_as_the_whole_one_does(published: Path, whole: Whole) -> None:
    cut, uncut = (run_everything(archive).answers for archive in (published, whole.uncut))
    assert [answer.result for answer in cut] == [answer.result for answer in uncut]


def test_excel_files_are_read_and_written_once_their_archive_is_there(published: Path) -> None:
    key = next(call.payload["key"] for call in every_operation() if call.operation == "judge")
    rules, *_ = every_operation()
    rows = [[*row, *[""] * 10][:10] for row in ODD_ROWS if any(row)]
    calls = [
        rules,
        Call("read_file", {}, write_workbook_ledger(rows)),
        Call("write_xlsx", {"key": key, "rows": rows}),
    ]
    node = node_program(ROOT)
    _, read, written = run_in_node(node, CORE, published, calls).answers
    assert [json.loads(answer.result or "") for answer in (read, written)] == [{"needs": "workbooks"}] * 2
    extra = published.with_name("workbooks.zip")
    _, read, written = run_in_node(node, CORE, published, calls, extra=extra).answers
    assert json.loads(read.result or read.detail)["rows"] == rows
    assert written.data is not None
    found = read_workbook_ledger(written.data)
    assert isinstance(found, LedgerFile)
    assert [list(line.cells[:10]) for line in found.ledger.lines] == rows


def test_the_samples_leave_no_operation_out() -> None:
    assert {call.operation for call in every_operation()} >= {
        *xueshi.page._OPERATIONS,
        *xueshi.errands.ERRANDS,
    }


def test_the_list_of_shipped_modules_is_what_a_run_imports(whole: Whole) -> None:
    imported = {name for name in run_everything(whole.uncut).modules if whole.library.source.path(name)}
    assert recorded() == imported, "renew the list: python -m tests.pyodide.record"


def test_a_shipped_module_of_ours_is_the_tested_one(published: Path, whole: Whole) -> None:
    modules = unflat(read_archive(published))
    shipped = {name: code for name, code in modules.items() if name.startswith("xueshi/")}
    tested = {name: code[HEADER_BYTES:] for name, code in whole.package.code.items()}
    assert shipped.items() <= tested.items()
    assert "xueshi/judge/judge.pyc" in shipped
