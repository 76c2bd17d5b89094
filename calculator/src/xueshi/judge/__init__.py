"""The one function that makes a verdict: ``judge(rules, ledger, today, answers)``."""

from xueshi.judge.judge import judge, not_on_file

__all__ = ["judge", "not_on_file"]
