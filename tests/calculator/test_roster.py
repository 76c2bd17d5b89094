"""A roster: an outcome says of one person what the verdict says, without its sentences."""

from tests.calculator.invented import TODAY, ledger, node, row, rules
from xueshi.judge import judge
from xueshi.judge.compiled import compile_rule
from xueshi.judge.verdict import Status
from xueshi.roster.brief import judge_outcome
from xueshi.roster.outcome import outcome_of


def test_an_outcome_has_the_tallies_plan_and_steps_of_the_verdict() -> None:
    """What an employer exports is what the person would see in the calculator."""
    made = rules(node("total", 5, node("a", 4), node("b", None)))
    verdict = judge(made, ledger(row("a", "3"), row("b", "1", declared="", reviewed="")), TODAY)
    outcome = outcome_of(verdict)
    assert outcome.status is Status.SHORT
    assert [tally.shortfall for tally in outcome.tallies] == [1, 1, 0]
    assert [(need.requirement, int(need.hours)) for need in outcome.plan] == [("a", 1)]
    assert [step.code for step in outcome.steps] == [step.code for step in verdict.next_steps]
    assert outcome.undeclared == (3,)


def test_a_brief_judgement_is_the_outcome_of_the_verdict() -> None:
    """One rule compiled once serves everybody."""
    made = rules(node("total", 5, node("a", 4), node("b", None)))
    people = [ledger(), ledger(row("a", "5")), ledger(row("zzz", "5"))]
    compiled = compile_rule(made)
    for one in people:
        assert judge_outcome(compiled, one, TODAY) == outcome_of(judge(made, one, TODAY))
