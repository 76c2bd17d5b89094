"""Each in a roster is judged as by himself, however the rows are mixed (虚构)."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builder.rosters import HEADER, TODAY, judged, shape, table
from tests.calculator.invented import rules
from tests.calculator.shaped import shaped_rows, shaped_rules
from tests.calculator.test_laws import rows_of, trees
from xueshi.judge import judge
from xueshi.ledger.table import COLUMNS, Ledger, Line
from xueshi.model.rule import Requirement
from xueshi.roster.outcome import outcome_of

few = settings(max_examples=40, deadline=None)


@st.composite
def staffs(draw: st.DrawFn) -> tuple[Requirement, list[list[str]]]:
    """A tree and rows of up to four people, mixed."""
    root = draw(trees())
    people = [
        [f"{number:04}", f"某{number}", *cells]
        for number in range(draw(st.integers(1, 4)))
        for cells in draw(rows_of(root, 5))
    ]
    return root, draw(st.permutations(people))


@few
@given(staffs())
def test_a_person_in_a_roster_is_judged_as_by_himself(staff: tuple[Requirement, list[list[str]]]) -> None:
    """Nothing in a roster decides: the lines of one person, judged alone, give the same."""
    root, rows = staff
    made = rules(root)
    results, _ = judged(table(HEADER, *rows), under=made) if rows else ([], [])
    width = len(COLUMNS)
    for result in results:
        own = tuple(
            Line(number, tuple([*cells[2:], *[""] * width][:width]))
            for number, cells in enumerate(rows, 2)
            if cells[0] == result.person.id
        )
        assert result.outcome == outcome_of(judge(made, Ledger(own), TODAY))


@few
@given(st.data())
def test_the_same_holds_for_rules_of_every_shape(data: st.DataObject) -> None:
    """Second axes, caps and conversions are no matter of the roster."""
    made = data.draw(shaped_rules())
    rows = data.draw(shaped_rows(made))
    if not rows:
        return
    (result,), _ = judged(
        table(["姓名", *COLUMNS], *(["某人", *[*cells, "", ""][:12]] for cells in rows)), under=made
    )
    own = tuple(Line(at, tuple([*cells, "", ""][:12])) for at, cells in enumerate(rows, 2))
    assert result.outcome == outcome_of(judge(made, Ledger(own), TODAY))


@few
@given(staffs(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_the_number_of_files_do_not_matter(
    staff: tuple[Requirement, list[list[str]]], shuffler: random.Random
) -> None:
    """Rows of a person keep their order among themselves; where the others stand is all the same."""
    root, rows = staff
    if not rows:
        return
    made = rules(root)
    ids = list(dict.fromkeys(cells[0] for cells in rows))
    shuffler.shuffle(ids)
    sorted_rows = [cells for name in ids for cells in rows if cells[0] == name]
    half = sum(cells[0] in ids[: len(ids) // 2] for cells in rows)
    together, _ = judged(table(HEADER, *rows), under=made)
    apart, _ = judged(table(HEADER, *sorted_rows), under=made)
    files = [table(HEADER, *part) for part in (sorted_rows[:half], sorted_rows[half:])]
    split = [result for file in files for result in judged(file, under=made)[0]]
    both, _ = judged(*files, under=made)
    found = [{one.person.id: shape(one.outcome) for one in some} for some in (together, apart, split, both)]
    assert found[0] == found[1] == found[2] == found[3]
