"""One programme for all people in whom the same demands are looked at.

What has to be tried out is tried in the same order and compared in the same way as in ``judge.programme``;
only linear programmes are not solved again when a basis is known that is best (``regions.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from xueshi.judge.daily import TightDays
from xueshi.judge.demands import Demands
from xueshi.judge.effort import Effort
from xueshi.judge.groups import Form, grouped
from xueshi.judge.programme import Problem, Programme
from xueshi.judge.simplex import AtLeast
from xueshi.judge.solve import Solver
from xueshi.judge.tally import Portion
from xueshi.judge.whole import Placed, Way, place
from xueshi.roster.shapes.hanging import Hanging
from xueshi.roster.shapes.hours import Hours
from xueshi.roster.shapes.learned import OF_BASIS, Learned
from xueshi.roster.shapes.nodes import Extra, Node, Settled, holds
from xueshi.roster.shapes.persons import Grouped, Person
from xueshi.roster.shapes.regions import (
    ONE,
    Demand,
    Known,
    Numbers,
    Region,
    UnsureError,
    region_of,
)

MOST_BRANCHES = 24
"""Programmes tried for one person; with more the general way is as quick."""

MOST_PATHS = 400
"""Lists of further demands whose bases are kept before that memory starts anew."""

MOST_WHOLE = 24
"""Rows counted whole of one sort; of more the general way takes care."""

COST = 256
"""Bits that are kept for each part of a cost, far more than whole numbers of hours take."""


class Shape(Grouped):
    """A programme under some demands, for known forms.

    Hours of any group under caps on single days may be left out, and must be so far as the days of a person
    overflow. Who has no such day leaves none out: that is tried on the solution (``handing.py``).
    """

    def __init__(
        self, solver: Solver, scope: Demands, forms: Mapping[int, Portion], unit: int, learned: Learned
    ) -> None:
        self._learned = learned
        self._allocator = allocator = solver.allocator
        made, nothing = list(map(self._made, forms.values())), TightDays((), (), unit)
        problem = Problem(allocator.roles, allocator.kinds, made, nothing, (), unit, Effort())
        without = Programme(problem, scope)
        daily = [at for at, group in enumerate(without.groups) if group.caps]
        self.programme = Programme(problem, scope, cut=daily)
        self.scope = scope
        only_daily = [group for group in daily if group not in without.unused]
        self.only_daily = {self.programme.unused[group]: group for group in only_daily}
        """What is left out of groups of which nothing may be but what does not count on its day."""
        super().__init__(self.programme.groups, list(forms), daily)
        count = len(self.groups)
        self._hours = [-3 - at for at in range(count)]
        self._cuts = {group: -3 - count - at for at, group in enumerate(daily)}
        self._given = -3 - count - len(daily)
        self._of_variable = {name: self._hours[at] for name, at in self.programme.group_of.items()}
        self._of_variable |= {name: self._cuts[group] for name, group in self.only_daily.items()}
        self._shifts = {self.programme.unused[group]: name for group, name in self._cuts.items()}
        """Hours left out because of caps on days; variables count what is left out besides."""
        self._hanging = Hanging(self.programme, self._hours)
        self._standing = [
            demand.shifted(self._shifts) for demand in (*self._hanging.stated(), *self._hanging.bounds())
        ]
        self._known: dict[tuple[object, ...], Known] = {}
        self._extras: dict[tuple[object, ...], Extra] = {}
        self._choices: dict[int, list[Extra]] = {}
        self._tries = bool(scope.choices or scope.excesses)
        self._costs = [
            sum([part << COST * at for at, part in enumerate(cost[2::-1])]) for cost in self.programme.costs
        ]
        self.movable = frozenset(self.programme.group_of)
        """The variables of hours that count otherwise than they are written."""
        self.further = {name: kind for kind, _, name in self.programme.further}

    def _made(self, portion: Portion) -> Form:
        forms = self._allocator.forms
        return Form(portion, tuple(forms.day_caps(portion)), forms.ways(portion), [], 0, {})

    @property
    def bases(self) -> int:
        """How many bases are kept."""
        return sum([len(known.regions) for known in self._known.values()])

    def adopts(self, form: int, portion: Portion) -> bool:
        """Take in a further form that is of a known group; False where it is not."""
        (own,) = grouped(self._allocator.roles, self.scope, [self._made(portion)])
        for at, group in enumerate(self.groups):
            if (own.options, own.whole, own.caps) == (group.options, group.whole, group.caps):
                self.place[form] = at, own.forms[0][1]
                self.group_of[form] = at
                return True
        return False

    def best(self, hours: Hours) -> Node | None:
        """What counts in the best way; None when no further hours could meet the demands."""
        person = self.person(hours)
        root = self._solved(person, (), {})
        if root is None or not (self._tries or person.whole):
            return root
        return self._branch(person, root, None, [])

    def _solved(self, person: Person, extras: tuple[Extra, ...], settled: Settled) -> Node | None:
        """The best solution with what is demanded besides; None when the demands cannot be met together."""
        own = person.own
        given = [extra.number for extra in extras if extra.number is not None] if extras else ()
        if given:
            own = {**own, **dict(enumerate(given, len(self.groups) + len(self.daily)))}
        region, values = self._found(extras, own)
        if person.shared and not region.absent.isdisjoint(person.shared):
            raise UnsureError
        if not region.possible:
            return None
        below = region.below
        for group, cut in person.cuts.items():
            name = self.programme.unused[group]
            values[name] = values.get(name, 0) + cut * below
        node = Node(values, below, extras, settled)
        if person.together:
            broken = tuple(self._broken(person, node))
            if broken:
                return self._solved(person, (*extras, *broken), settled)
        return node

    def _found(self, extras: Sequence[Extra], own: Numbers) -> tuple[Region, dict[int, int]]:
        """The region of a person and the variables that are not 0; found anew where none is known."""
        if len(self._known) > MOST_PATHS:
            self._known.clear()
            self._extras.clear()
        path = tuple([extra.key for extra in extras]) if extras else ()
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = Known()
        found = known.of(own)
        if found:
            return found
        self._learned.spend(OF_BASIS)
        self._learned.bases += 1
        given = len([extra for extra in extras if extra.number is not None])
        names = [*self._hours, *self._cuts.values(), *[self._given - at for at in range(given)]]
        demands = [*self._standing, *[extra.demand.shifted(self._shifts) for extra in extras]]
        named = dict.fromkeys(names, 0) | {ONE: 1}
        for at, number in own.items():
            named[names[at]] = number
        region = region_of(self.programme.costs, self._of_variable, demands, names, named)
        known.learn(region)
        found = known.of(own)
        if found is None:
            raise UnsureError
        return found

    def _broken(self, person: Person, node: Node) -> Iterator[Extra]:
        """What days cut off of groups that share them, where a solution leaves out less."""
        unused, cuts = self.programme.unused, person.cuts
        at = sum([extra.number is not None for extra in node.extras])
        for groups, more in person.together:
            least = more + sum([cuts.get(group, 0) for group in groups])
            if sum([node.of(unused[group]) for group in groups]) < least * node.below:
                key = ("days", groups, at)
                if key not in self._extras:
                    weights = {unused[group]: 1 for group in groups}
                    self._extras[key] = Extra(key, Demand(weights, {self._given - at: 1}))
                yield Extra(key, self._extras[key].demand, least)
                at += 1

    def _cost(self, node: Node) -> int:
        """What decides between ways that are tried: further hours, then hours left out, then depth."""
        costs = self._costs
        return sum([costs[name] * number for name, number in node.numbers.items()])

    def _is_better(self, node: Node, other: Node) -> bool:
        return self._cost(node) * other.below < self._cost(other) * node.below

    def _branch(self, person: Person, node: Node, best: Node | None, tried: list[Node]) -> Node | None:
        """The best of ``best`` and what lies below a node, as ``Programme`` finds it."""
        tried.append(node)
        if len(tried) > MOST_BRANCHES:
            raise UnsureError
        ways = self._ways(person, node)
        if ways is None:
            return node
        for extras, settled in ways:
            child = self._solved(person, (*node.extras, *extras), settled)
            if child is not None and (best is None or self._is_better(child, best)):
                best = self._branch(person, child, best, tried)
        return best

    def _ways(self, person: Person, node: Node) -> list[tuple[tuple[Extra, ...], Settled]] | None:
        """The ways to settle the first thing that is left open; None when there is nothing."""
        if not (self._tries or person.whole):
            return None
        for at, choice in enumerate(self.scope.choices):
            found = self._choices.get(at)
            if found is None:
                found = self._choices[at] = [
                    self._extra(
                        ("choice", at, number), partial(self.programme.at_least, item.selector, item.hours)
                    )
                    for number, item in enumerate(choice)
                ]
            if not any(holds(extra, person, node) for extra in found):
                return [((extra,), node.settled) for extra in found]
        for excess in self.scope.excesses:
            names = list(self.programme.excess_names(excess.id))
            if any(name in node.numbers for name in names):
                full = partial(self.programme.at_least, excess.selector, excess.above, further=False)
                there, none = self._extra(("full", excess.id), full), dict.fromkeys(names, -1)
                if not holds(there, person, node):
                    other = self._extra(("none", excess.id), partial(AtLeast, none, 0))
                    return [((there,), node.settled), ((other,), node.settled)]
        for index in person.whole:
            split = self.placed(person.hours, node, index)
            if not isinstance(split, Placed):
                return [self._settling(node, index, way) for way in split]
        return None

    def _extra(self, key: tuple[object, ...], make: Callable[[], AtLeast]) -> Extra:
        found = self._extras.get(key)
        if found is None:
            demand = self._hanging.linear(make)
            bounds = [demand.bound.get(name, 0) for name in (*self._hours, *self._cuts.values(), ONE)]
            found = self._extras[key] = Extra(key, demand, bounds=bounds)
        return found

    def leaves_out(self, node: Node, forms: Iterable[int]) -> bool:
        """Whether hours of a group to which one of these forms belongs are left out."""
        unused, numbers = self.programme.unused, node.numbers
        return any(unused[self.group_of[form]] in numbers for form in forms)

    def by_option(self, hours: Hours, node: Node, index: int) -> list[int]:
        """Hours that count of a group, by option; the first has what the others and the unused leave."""
        programme = self.programme
        own = sum([hours.amounts[form] for form in self.forms(hours, index)])
        moved = [node.of(name) for name in programme.moved[index]]
        unused = node.of(programme.unused[index]) if index in programme.unused else 0
        return [own * node.below - unused - sum(moved), *moved]

    def placed(self, hours: Hours, node: Node, index: int) -> Placed | Sequence[Way]:
        """The bin of each row of a group counted whole, or the ways on where they cannot be counted so."""
        group, rows = self.groups[index], [amount for _, amount in self.rows(hours, index)]
        if len(rows) > MOST_WHOLE:
            raise UnsureError
        counted = [0] * group.bins
        for option, number in zip(group.options, self.by_option(hours, node, index), strict=True):
            counted[option.bin] += number
        settled = node.settled.get(index, {})
        if not settled and not any(counted[1:]):
            return Placed((0,) * len(rows))
        return place(rows, counted, node.below, settled, hurry=False)

    def _settling(self, node: Node, index: int, way: Way) -> tuple[tuple[Extra, ...], Settled]:
        """What a way on demands, and what is settled by it."""
        settled = {**node.settled, index: {**node.settled.get(index, {}), **way.settles}}
        first = sum([extra.number is not None for extra in node.extras])
        extras = []
        for at, (bins, most) in enumerate(way.limits, start=first):
            key, name = ("most", index, bins, at), self._given - at
            if key not in self._extras:
                made = self._hanging.linear(partial(self.programme.at_most, index, bins, 0))
                self._extras[key] = Extra(key, Demand(made.weights, {**made.bound, name: -1}))
            extras.append(Extra(key, self._extras[key].demand, most))
        return tuple(extras), settled
