"""What DuckDB is told: rows to whole numbers by the tables of ``lookups``, added up by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueshi.ledger import table
from xueshi.roster.databases.lookups import MOST_ROWS, TALLIED, TALLY_BITS, Lookups
from xueshi.roster.databases.relations import PERSON, given, quoted, text

WIDE_MARKS = "（）：，；！？－／．＋％＆"
"""Wide characters that are usual in names of courses; they look like the narrow ones."""

MARKED = "[^0-9A-Za-z\\x{4e00}-\\x{9fff}]"
"""Anything but letters, digits and Chinese characters: most names of courses have nothing of the sort."""

_PLAIN = f"!-~\\x{{b7}}\\x{{2010}}-\\x{{2027}}\\x{{3001}}-\\x{{3163}}\\x{{3165}}-\\x{{9fff}}{WIDE_MARKS}"
PRINTED = f"^([{_PLAIN}]+( [{_PLAIN}]+)*)?$"
"""Texts that look as they are written, but for their width; other courses go the general way. Between
U+3163 and U+3165 stands a letter that nobody sees."""

STAGES = (1, 2, 3)

_BITS, _MORE_BITS = 63, 127
"""Bits of a number of which each row of a person sets one, and of a wide one."""

_NARROW, _FEWEST = 21, 32
"""Bits of one sum where three are counted in one number of 63; rows that a person may have at least."""

_SHORT = {True: "(content % 2147483629)::integer", False: "(content & 32767)::smallint"}
"""What is remembered of the content of each row of a person until he is added up, seen closely or not. Rows
that agree in it by chance are looked at once more, or go the general way; longer numbers take more memory."""

_MIXED = (26_113, 8_237, 19_699, 11_411)
"""Odd numbers by which day, hours, subject and look are mixed into one."""


@dataclass(frozen=True, slots=True)
class Packing:
    """Hours of the three stages of a subject added up in one number: bits of each, the number's type, and
    the column of the table of looks that has its step. Who has more rows is not plain."""

    bits: int
    kind: str
    step: str
    rows: int

    @property
    def stepped(self) -> str:
        """What a unit comes to in the stage of a row: it counts at that stage and at all before it.
        Null where the stage is not known."""
        steps = [sum(1 << self.bits * before for before in range(stage)) for stage in (0, *STAGES)]
        cases = " ".join(f"when {stage} then {step}" for stage, step in enumerate(steps))
        return f"(case stage {cases} end)::{self.kind}"

    def at(self, packed: str, stage: int) -> str:
        """Of hours added up: those that have come as far as a stage."""
        last = f"({packed} >> {self.bits * (stage - 1)})"
        return last if stage == STAGES[-1] else f"({last} & {(1 << self.bits) - 1})"


class Coding:
    """The queries of one rule on one day.

    Seen closely, two rows may be one written twice if they agree in day, hours, subject and course; otherwise
    if they agree in day, hours, subject and how they count, for which no course has to be looked at.
    """

    def __init__(self, lookups: Lookups) -> None:
        self.lookups, self.tree = lookups, lookups.tree
        self._far = Packing(_NARROW, "bigint", "step", ((1 << _NARROW) - 1) // lookups.most_hours)
        self.near = Packing(2 * _NARROW, "hugeint", "wide_step", MOST_ROWS)
        if self._far.rows < _FEWEST:
            self._far = self.near
        most = max(MOST_ROWS * lookups.most_hours, sum(self.tree.minima))
        self.kind = "integer" if most < 1 << 31 else "bigint"
        """The type of hours in units."""

    def tables(self) -> Mapping[str, tuple[str, list[Sequence[object]]]]:
        """Every table in which is looked up: its columns, as text with ``$1`` for the first list of values,
        and the lists. ``days`` also has what a day adds to the number of a look, and itself once more, but
        with no day as the last of all."""
        look = self.lookups
        steps = [f"{packing.stepped} as {packing.step}" for packing in (self._far, self.near)]
        review = f"case when n < 0 then 0 when n <= {look.today} then 1 else 2 end"
        more = {
            "effects": steps,
            "days": (
                f"case when n < 0 then {look.count} else n end as ends",
                f"((least(n, {look.today + 1}) + 1) * 27)::integer as as_declared",
                f"({review} * 9)::integer as as_reviewed",
            ),
        }
        found: dict[str, tuple[str, list[Sequence[object]]]] = {}
        kinds = {"cell": "varchar", "tally": "bigint"}
        for name, values in self.lookups.tables().items():
            columns = ", ".join(f"{column}::{kinds.get(column, 'integer')} as {column}" for column in values)
            wanted = ", ".join(["*", *dict.fromkeys(more.get(name, ()))])
            query = f"select {wanted} from (select {columns} from ({given(values)}))"
            found[name] = (query, list(values.values()))
        return found

    def coded(self, relation: str, kept: Sequence[str] = (PERSON,), *, closely: bool = True) -> str:
        """Rows with every cell looked up; ``odd`` where one is not found or something is out of order.

        ``kept`` are columns of the relation that stay as they are.
        """
        look = self.lookups
        joins = (
            ("completed", "days", table.COMPLETED),
            ("declared", "days", table.DECLARED),
            ("reviewed", "days", table.REVIEWED),
            ("subject", "subjects", table.SUBJECT),
            ("hours", "hours", table.HOURS),
        )
        joined = [f"left join {own} as {name} on {quoted(cell)} = {name}.cell" for name, own, cell in joins]
        content, unseen = self._closely() if closely else (self._from_afar(), "false")
        course = f", {quoted(table.COURSE)}" if closely else ""
        mode = _case(quoted(table.ENTRY_MODE), look.modes, 3)
        plan = _case(quoted(table.PLAN_FILED), look.plans)
        effect = f"declared.as_declared + reviewed.as_reviewed + {mode} + {plan}"
        step = (self.near if closely else self._far).step
        known = "look, stage, tally, late, timely, step, wide_step"
        return f"""
            select {", ".join(kept)}, {content} as content, subject, hours, {known},
                (completed + subject + hours) is null or {step} is null or shown
                or completed < 0 or completed > {min(look.last, look.today)}
                or declared < completed or reviewed < declared
                or {unseen} as odd
            from (
                select {", ".join(kept)}{course}, {quoted(table.SHOWN)} <> '' as shown,
                    completed.n as completed, subject.n as subject, hours.n as hours,
                    declared.ends as declared, reviewed.ends as reviewed,
                    least(coalesce({effect}, {look.looks}), {look.looks}) as counts
                from ({relation}) {" ".join(joined)})
            join effects on look = counts"""

    def _from_afar(self) -> str:
        """A number for day, hours, subject and look. Rows that differ in one of them may be one thing
        learned, but are counted both."""
        day, hours, subject, look = _MIXED
        return f"completed::bigint * {day} + hours::bigint * {hours} + subject * {subject} + look * {look}"

    def _closely(self) -> tuple[str, str]:
        """What two rows agree in that may be one, and whether the course may be read otherwise than it is
        written."""
        course = narrow = quoted(table.COURSE)
        for character in WIDE_MARKS:
            narrow = f"replace({narrow}, '{character}', '{chr(ord(character) - 0xFEE0)}')"
        marked = f"regexp_matches({course}, '{MARKED}')"
        seen = f"case when {marked} then {narrow} else {course} end"
        unseen = f"ord({course}) = 39 or not regexp_matches({course}, '{PRINTED}')"
        return (
            self.content(seen),
            f"case when {marked} then {unseen} else false end",
        )

    def content(self, course: str) -> str:
        """A number for what two rows agree in that may be one."""
        return f"hash({course}, completed, hours, subject)"

    def added_up(self, *, closely: bool = True) -> str:
        """Of the rows of one person: how many, whether they are odd, hours by subject, what else is told."""
        packing = self.near if closely else self._far
        few = f"count(*) <= {packing.rows}"

        def whole(what: str, kind: str) -> str:
            return f"coalesce(case when {few} then sum({what}) end, 0)::{kind}"

        sums = [
            f"{whole(f'case when subject = {at} then hours * {packing.step} else 0 end', packing.kind)} "
            f"as packed_{at}"
            for at in range(len(self.tree.nodes))
        ]
        short = _SHORT[closely]
        # As many bits as rows: all differ. To look through a list costs five times as much, and three times
        # as much as to ask once more with other bits.
        differ = f"bit_count(bit_or(1::bigint << ({short} % {_BITS})::bigint)) = count(*)"
        every = f"list({short})"
        bits = f"list_transform({every}, lambda one: 1::hugeint << (one // {_BITS} % {_MORE_BITS})::hugeint)"
        differ_so = f"bit_count(list_bit_or({bits})) = count(*)"
        return f"""count(*) as n_rows,
            bool_or(odd) or not {few}
                or case when {differ} or {differ_so} then false else list_unique({every}) < count(*) end
                as odd,
            {whole("tally", "bigint")} as tallied,
            coalesce(min(late), -1) as late, coalesce(min(timely), -1) as timely, {", ".join(sums)}"""

    def summed(self, people: str, *, closely: bool = True) -> str:
        """People added up with hours by stage and subject, with all subjects below it."""
        packing = self.near if closely else self._far
        sums = []
        for at in range(len(self.tree.nodes)):
            packed = " + ".join(f"packed_{place}" for place in (at, *self._below(at)))
            sums += [
                f"{packing.at(f'({packed})', stage)}::{self.kind} as sum_{at}_{stage}" for stage in STAGES
            ]
        return f"select *, {', '.join(sums)} from ({people})"

    def own(self, at: int, stage: int) -> str:
        """Hours of a subject itself in a stage and no further, of people looked at closely."""
        packed = f"packed_{at}"
        further = f" - {self.near.at(packed, stage + 1)}" if stage < STAGES[-1] else ""
        return f"({self.near.at(packed, stage)}{further})::{self.kind}"

    def _below(self, at: int) -> list[int]:
        return [place for place in range(len(self.tree.nodes)) if self._is_below(place, at)]

    def _is_below(self, at: int, other: int) -> bool:
        above = self.tree.parents[at]
        return above >= 0 and (above == other or self._is_below(above, other))

    def met(self, stage: int) -> str:
        """Whether all minima are met at a stage."""
        places = range(len(self.tree.nodes))
        met = [f"sum_{at}_{stage} >= {self.minimum(at)}" for at in places if self.tree.minima[at]]
        return f"({' and '.join(met) or 'true'})"

    def decided(self, summed: str) -> str:
        """People added up with rows by what is told of them, plan, status, and what steps hang on."""
        columns = [
            f"(tallied >> {at * TALLY_BITS}) & {2**TALLY_BITS - 1} as n_{name}"
            for at, name in enumerate(TALLIED)
        ]
        columns.append(f"case when {self.met(3)} then 2 when {self.met(1)} then 1 else 0 end as status")
        found = summed
        for places in self._by_depth():
            for at in places:
                below = "".join(f" - more_{place}" for place in self._below(at) if place in self.planned)
                columns.append(
                    f"greatest(0, {self.minimum(at)} - sum_{at}_1{below})::{self.kind} as more_{at}"
                )
            found, columns = f"select *, {', '.join(columns)} from ({found})", []
        planned = " + ".join(f"more_{at}" for at in self.planned) or "0"
        days = self.lookups.count
        return f"""
            select *, ((((((status * 2 + ({planned} > 0)::int) * 2 + (n_undeclared > 0)::int) * 2
                + (n_unfiled > 0)::int) * 2 + (n_errors > 0)::int)::bigint
                * {days} + late + 1) * {days} + timely + 1) as look
            from ({found})"""

    def _by_depth(self) -> list[list[int]]:
        """The subjects of which further hours may be planned, the deepest first; at least one list."""
        depths: dict[int, list[int]] = {0: []}
        for at in self.planned:
            depth = sum(self._is_below(at, other) for other in range(len(self.tree.nodes)))
            depths.setdefault(depth, []).append(at)
        return [depths[depth] for depth in sorted(depths, reverse=True)]

    @property
    def planned(self) -> list[int]:
        """The subjects of which further hours may be planned: those that have a minimum."""
        return [at for at, least in enumerate(self.tree.minima) if least]

    def minimum(self, at: int) -> int:
        """The minimum of a subject in units."""
        return self.tree.minima[at] // self.lookups.unit

    def unclear(self) -> str:
        """Whether hours of a subject may have been of a part of it, where that can decide."""
        places = [at for at, opens in enumerate(self.tree.opens) if opens]
        opened = [f"packed_{at} > 0" for at in places]
        return f"(not {self.met(3)} and ({' or '.join(opened) or 'false'}))"


def _case(cell: str, meanings: Mapping[str, int], times: int = 1) -> str:
    """A cell looked up in few meanings, so many times; null where it is none of them."""
    cases = [f"when {cell} = {text(one)} then {times * meaning}" for one, meaning in meanings.items()]
    return f"case {' '.join(cases)} end"
