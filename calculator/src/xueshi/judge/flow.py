"""The most that can flow through a network of whole numbers (Dinic's method)."""

from __future__ import annotations

from itertools import pairwise

Node = int


class Network:
    """Nodes joined by channels, each with the most that may flow through it."""

    def __init__(self) -> None:
        self.left: dict[Node, dict[Node, int]] = {}
        """What may still flow from a node to another, channels taken back included."""

    def join(self, start: Node, end: Node, most: int, flows: int = 0) -> None:
        """Add a channel through which something may flow already."""
        self.left.setdefault(start, {})[end] = most - flows
        self.left.setdefault(end, {})[start] = flows

    def fill(self, source: Node, sink: Node) -> set[Node]:
        """Let as much flow as can; returns the nodes that could still be reached (one side of a cut)."""
        while True:
            levels = self._levels(source)
            if sink not in levels:
                return set(levels)
            ways = {node: list(self.left[node]) for node in levels}
            while self._push(source, sink, levels, ways):
                pass

    def flow(self, start: Node, end: Node) -> int:
        """What flows through a channel."""
        return self.left[end][start]

    def _levels(self, source: Node) -> dict[Node, int]:
        levels, front = {source: 0}, [source]
        while front:
            reached = []
            for node in front:
                for other, most in self.left[node].items():
                    if most > 0 and other not in levels:
                        levels[other] = levels[node] + 1
                        reached.append(other)
            front = reached
        return levels

    def _push(self, source: Node, sink: Node, levels: dict[Node, int], ways: dict[Node, list[Node]]) -> int:
        """Push along one way that leads down the levels; 0 when there is none. Dead ends are struck off."""
        path = [source]
        while path[-1] != sink:
            node = path[-1]
            while ways[node]:
                other = ways[node][-1]
                if self.left[node][other] > 0 and levels.get(other) == levels[node] + 1:
                    path.append(other)
                    break
                ways[node].pop()
            else:
                path.pop()
                if not path:
                    return 0
                ways[path[-1]].pop()
        steps = list(pairwise(path))
        amount = min(self.left[start][end] for start, end in steps)
        for start, end in steps:
            self.left[start][end] -= amount
            self.left[end][start] += amount
        return amount
