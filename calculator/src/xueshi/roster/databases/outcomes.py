"""The outcomes of a run out of its tables: in the columns of ``flat``, or as the lines of a CSV file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from xueshi.roster.databases.coding import STAGES, Coding
from xueshi.roster.databases.lookups import STATUSES
from xueshi.roster.databases.relations import PERSON, quoted
from xueshi.roster.flat import COUNTS, flat_columns
from xueshi.roster.minima.treesums import PARTS

SEVERAL = "several_people"
"""The status of an id that is nobody's, or under which rows say different owners: whose hours are they?"""

_TEXTS = 10_000
"""Units of which the texts are laid down before it is known which occur."""

_MARKS = ('"', ",", "\n", "\r", "#")
"""What a cell of a CSV file that is not quoted must not have in it; with ``#`` some begin a comment."""


class Outcomes:
    """Queries over ``decided`` and ``closer`` (people added up at the first look and at the second),
    ``general`` (outcomes of all others), and the texts of hours and steps."""

    def __init__(self, coding: Coding) -> None:
        self.coding, self.unit = coding, coding.lookups.unit
        self.columns: Sequence[str] = flat_columns(coding.tree.nodes)

    def hours_texts(self) -> str:
        """A query for the texts of hours that are looked up: ``n`` units are ``text``."""
        numbers = f"select n::{self.coding.kind} as n from range({self.most + 1}) as numbers(n)"
        return f"select n, {self._text('n')} as text from ({numbers})"

    @property
    def most(self) -> int:
        """Units up to which all texts are laid down; nobody has more to plan."""
        return max(_TEXTS, *map(self.coding.minimum, self.coding.planned), 0)

    def much(self) -> str:
        """A query for the most units of anybody in the tables of sums; null where there is nobody."""
        return f"select max(sum_0_1) from ({judged_in_columns('sum_0_1')})"

    def further_texts(self) -> str:
        """A query for the texts of more units, as far as they occur."""
        hours = ", ".join(name for name in self._units() if name.startswith("sum"))
        found = f"select distinct unnest([{hours}]) as n from ({judged_in_columns('*')})"
        return f"select n, {self._text('n')} as text from ({found}) where n > {self.most}"

    def types(self) -> Iterator[str]:
        """The type of each column."""
        for column in self.columns:
            yield "boolean" if column == "closed" else "bigint" if column in COUNTS else "varchar"

    def in_columns(self) -> str:
        """A query for everybody's outcome: ``PERSON`` and the columns of ``flat``."""
        cells = zip(self._cells("steps.text"), self.columns, strict=True)
        named = ", ".join(f"{cell} as {quoted(name)}" for cell, name in cells)
        nothing = ", ".join(f"null as {quoted(name)}" for name in self.columns[1:])
        return f"""
            select {PERSON}, {named} from {self._judged()}
            union all select * from general
            union all select {PERSON}, '{SEVERAL}' as status, {nothing} from decided where is_several"""

    def in_lines(self) -> str:
        """A query for the same as lines of a CSV file; the name of its column is the first line.

        To join cells costs the database less than to write them one by one.
        """
        person, header = quoted_cell(PERSON), quoted(",".join((PERSON, *self.columns)))
        # Of what others have, status and hours are words and numbers.
        general = [quoted_cell(name) if name == "steps" else quoted(name) for name in self.columns]
        cells, nothing = ", ".join(self._cells("steps.cell")), "," * (len(self.columns) - 1)
        return f"""
            select concat_ws(',', {person}, {cells}) as {header} from {self._judged()}
            union all select concat_ws(',', {person}, {", ".join(general)}) from general
            union all select concat({person}, ',{SEVERAL}{nothing}') from decided where is_several"""

    def _units(self) -> list[str]:
        """The names of hours in units in the order of the columns; empty where they are always none."""
        planned = self.coding.planned
        hours = (
            [*(f"sum_{at}_{stage}" for stage in STAGES), f"more_{at}" if at in planned else ""]
            for at in range(len(self.coding.tree.nodes))
        )
        return list(itertools.chain.from_iterable(hours))

    def _cells(self, steps: str) -> list[str]:
        """What is written of somebody whose outcome is in the tables of sums."""
        return [
            f"{[str(status) for status in STATUSES]}[status + 1]",
            f"status = 0 and {str(self.coding.lookups.over).lower()}",
            *(f"{name}_text.text" if name else "'0'" for name in self._units()),
            steps,
            *(f"n_{name}" if name != "questions" else "0" for name in COUNTS),
        ]

    def _judged(self) -> str:
        """Those whose outcome is in the tables of sums, with the texts of their hours and steps."""
        texts = [
            f"join hours_texts as {name}_text on {name}_text.n = {name}"
            for name in filter(None, self._units())
        ]
        return f"({judged_in_columns('*')}) join steps using (look) {' '.join(texts)}"

    def _text(self, units: str) -> str:
        """Units as ``texts.hours_text`` writes hours."""
        in_one, digits = PARTS // self.unit, len(str(PARTS)) - 1
        whole, rest = f"({units} // {in_one})::varchar", f"({units} % {in_one})"
        behind = f"rtrim(lpad(({rest} * {self.unit})::varchar, {digits}, '0'), '0')"
        return f"case when {rest} = 0 then {whole} else {whole} || '.' || {behind} end"


def judged_in_columns(columns: str) -> str:
    """Those whose outcome is in the tables of sums, at the first look or at the second."""
    return " union all ".join(
        f"select {columns} from {name} where not (is_general or is_several)" for name in ("decided", "closer")
    )


def quoted_cell(cell: str) -> str:
    """A text as a cell of a CSV file; an empty one is quoted, so that it is no missing one."""
    marked = " or ".join(f"contains({cell}, chr({ord(mark)}))" for mark in _MARKS)
    return f"""case when {marked} or {cell} = ''
        then '"' || replace({cell}, '"', '""') || '"' else {cell} end"""
