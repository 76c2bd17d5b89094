"""Ids under which nobody knows whose rows are: none, 无, 合计, numbers of which a spreadsheet lost the end.

Rows of several people come together under them; added up they would be one person who has learned enough. It
is said twice, for Spark in Python and for DuckDB in SQL; a test holds the two alike.
"""

from __future__ import annotations

import re

from xueshi.roster.databases.relations import text
from xueshi.roster.people.ids import SCIENTIFIC, WEIGHTS, is_lost
from xueshi.roster.people.owners import NOTHING
from xueshi.roster.tables.headers import SUM_ROWS

_WORDS = tuple(sorted((*NOTHING, *SUM_ROWS)))
_SAYS = re.compile(r"[^\W_]")


def is_nobodys(person: str) -> bool:
    """Whether an id is no one person's."""
    if not _SAYS.search(person) or person.startswith("#") or person in _WORDS:
        return True
    return is_lost(person, person)


def nobodys(person: str) -> str:
    """The same as SQL; ``person`` is a column that is never null.

    An id that begins with a digit or a capital, as most do, says something; what is left to ask of it comes
    first, because patterns take a database ten times as long.
    """
    words = "|".join(map(re.escape, _WORDS))
    capital = " or ".join(f"{person} = {text(word)}" for word in _WORDS if "A" <= word[0] <= "Z")
    weights = list(WEIGHTS[:-2])  # the last two digits are noughts, and so is the one that is checked
    digits = f"string_split(left({person}, {len(weights)}), '')::double[]"
    return f"""case
        when ord({person}) between 65 and 90 then {capital or "false"}
        when ord({person}) between 48 and 57 and not
            (ends_with({person}, '000') or contains({person}, 'E') or contains({person}, 'e')) then false
        when not regexp_matches({person}, '[\\pL\\pN]') or starts_with({person}, '#') then true
        when regexp_full_match({person}, {text(f"{SCIENTIFIC}|{words}")}) then true
        when regexp_full_match({person}, '[0-9]{{15}}000')
            then list_inner_product({digits}, {weights}::double[]) % 11 <> 1
        else false end"""
