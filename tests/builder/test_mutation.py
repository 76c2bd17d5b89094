"""Changes of the calculator's code on trial: what is changed, and that each is undone before the next."""

import ast

from tests.mutation.changes import changes

TEXT = '''
LIMIT = 3

class Sums:
    def add(self, hours: "int" = 5) -> int:
        """Hours."""
        if hours >= LIMIT and not self.full:
            self.sum += hours
        return max(hours, key=len)
'''


def test_a_slip_of_every_kind_is_made_alone() -> None:
    found = [(change.owner, change.after) for change in changes(TEXT, "sums")]
    assert found == [
        ("LIMIT", "LIMIT = 4"),
        ("Sums.add", "if True:"),
        ("Sums.add", "if False:"),
        ("Sums.add", "pass"),
        ("Sums.add", "if hours >= LIMIT or not self.full:"),
        ("Sums.add", "if True and (not self.full):"),
        ("Sums.add", "if hours >= LIMIT and True:"),
        ("Sums.add", "if hours > LIMIT and (not self.full):"),
        ("Sums.add", "if hours >= LIMIT and (not not self.full):"),
        ("Sums.add", "self.sum -= hours"),
        ("Sums.add", "return min(hours, key=len)"),
        ("Sums.add", "return max(hours)"),
    ]


def test_the_code_of_a_change_has_this_change_only() -> None:
    sound = compile(ast.parse(TEXT), "sums", "exec")
    codes = [change.code() for change in changes(TEXT, "sums")]
    assert len(set(codes)) == len(codes)
    assert sound not in codes
