"""Which platform or base of the notice a ledger's cell names."""

from __future__ import annotations

from xueshi.ledger.cells import plain
from xueshi.model.published import Provider, Rules

MOST_REMEMBERED = 5_000
"""Names that are remembered before the index starts anew."""


def _key(name: str) -> str:
    return "".join(plain(name).split()).casefold()


class ProviderIndex:
    """Finds listed providers by name or alias, also inside a longer text that contains one."""

    def __init__(self, rules: Rules) -> None:
        self._named = [
            (_key(name), provider)
            for provider in rules.providers
            for name in (provider.name, *provider.aliases)
        ]
        self._exact: dict[str, list[Provider]] = {}
        for key, provider in self._named:
            self._exact.setdefault(key, []).append(provider)
        self._names = {node.id: node.name for node in rules.rule.requirements.walk()}
        self._below = {
            node.id: {inner.id for inner in node.walk()} for node in rules.rule.requirements.walk()
        }
        self.closing = [item.closes_on for item in rules.providers if item.closes_on]
        """Days on which a provider closes."""
        self._found: dict[str, tuple[Provider, ...]] = {}

    def find(self, cell: str) -> tuple[Provider, ...]:
        """All listed providers that the cell names; empty when none."""
        key = _key(cell)
        if key not in self._found:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            listed = self._exact.get(key) or [provider for name, provider in self._named if name in key]
            self._found[key] = tuple(listed)
        return self._found[key]

    def offers(self, listed: tuple[Provider, ...], subject: str) -> bool:
        """Whether one of the providers is listed for the subject, for what lies above it or below it."""
        return any(
            not provider.subjects
            or any(subject in self._below[name] or name in self._below[subject] for name in provider.subjects)
            for provider in listed
        )

    def subject_names(self, listed: tuple[Provider, ...]) -> list[str]:
        """Names of the subjects the providers are listed for."""
        return list(dict.fromkeys(self._names[name] for provider in listed for name in provider.subjects))
