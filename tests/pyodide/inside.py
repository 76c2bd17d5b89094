"""What runs inside Pyodide: pytest on the calculator's tests, with xueshi from the published archive."""

import json
from collections import Counter

import pytest


class Tally:
    """Counts tests by how they ended."""

    def __init__(self) -> None:
        self.ended: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed if its call did; a failing set-up or tear-down counts as a failure."""
        if report.when == "call" or not report.passed:
            self.ended[report.outcome] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected counts as a failure."""
        if report.failed:
            self.ended[report.outcome] += 1


def run(tests: str) -> str:
    """Run ``tests`` of the mounted repository; gives the outcome as JSON."""
    tally = Tally()
    options = ["-q", "-p", "no:faulthandler", "--capture=sys", "-o", "cache_dir=/inside/pytest"]
    # The repository's settings put the source of xueshi first on the path; here the archive must win.
    options += ["--rootdir=/repository", "-c", "/repository/pyproject.toml", "-o", "pythonpath=."]
    plugins = [tally, "_hypothesis_pytestplugin"]
    pytest.main([*options, f"/repository/{tests}"], plugins=plugins)
    import xueshi.page

    return json.dumps({**tally.ended, "from": xueshi.page.__file__})
