"""Results that are kept as long as what they were made of stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from builder.catalog import Catalog
from builder.making.asked import Asked, Key, Question


class Notes:
    """What all recipes asked of the catalog, and which answers are not what they were."""

    def __init__(self) -> None:
        self._known: dict[Key, Question] = {}
        self._stale: set[Key] = set()

    def begin(self, catalog: Catalog) -> None:
        """Ask a new catalog everything again."""
        self._stale = set()
        for key, question in self._known.items():
            answer = question.ask(catalog)
            if answer is not question.answer and answer != question.answer:
                self._stale.add(key)
            question.answer = answer

    def ask(self, catalog: Catalog) -> Asked:
        """The catalog for one recipe, which notes what it is asked."""
        return Asked(catalog, self._known)

    def hold(self, keys: Iterable[Key]) -> bool:
        """Whether all these answers are what they were."""
        return self._stale.isdisjoint(keys)

    def keep(self, keys: Iterable[Key]) -> None:
        """Forget all questions but these."""
        used = set(keys)
        self._known = {key: question for key, question in self._known.items() if key in used}


class Memory:
    """Results of a function of the catalog and one more value, by name."""

    def __init__(self) -> None:
        self._notes = Notes()
        self._results: dict[str, tuple[object, tuple[Key, ...], object]] = {}

    def begin(self, catalog: Catalog) -> None:
        """From now on the catalog is this one."""
        self._notes.begin(catalog)

    def recall[V, T](self, catalog: Catalog, name: str, make: Callable[[Catalog, V], T], value: V) -> T:
        """The result for a value; made anew when the value or an answer of the catalog is another."""
        kept = self._results.get(name)
        if kept is not None and kept[0] == value and self._notes.hold(kept[1]):
            return kept[2]  # type: ignore[return-value]
        asked = self._notes.ask(catalog)
        result = make(asked, value)
        self._results[name] = (value, tuple(asked.keys), result)
        return result
