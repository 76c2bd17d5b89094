"""The one function that makes a verdict: ``judge(rules, ledger, today, answers)``."""

from xueshi.judge.compiled import CompiledRule, compile_rule
from xueshi.judge.judge import judge, not_on_file

__all__ = ["CompiledRule", "compile_rule", "judge", "not_on_file"]
