"""What the columns about reviews say of one row: by which day, and whether it ended well."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from xueshi.judge.decide import ALL_APPROVED, UNKNOWN
from xueshi.ledger import table as ledger
from xueshi.ledger.cells import plain, read_date
from xueshi.ledger.entries import RowError
from xueshi.roster.safe import unguarded
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import APPROVED, visible
from xueshi.roster.tables.layout import Layout

YES_WORDS = frozenset(
    (
        "是",
        "已审核",
        "审核通过",
        "已通过",
        "通过",
        "全部通过",
        "全部审核通过",
        "√",
        "✓",
        "Y",
        "y",
        "TRUE",
        "true",
    )
)
NO_WORDS = frozenset(("否", "未审核", "未通过", "不通过", "未全部审核", "×", "N", "n", "FALSE", "false"))

AGREED = frozenset(("同意", "合格", "已审批", "审批通过", "审核已通过", "已审核通过", "审核同意"))
"""What a review of one row is said to have ended with, besides."""

_REVIEWED, _MODE = ledger.COLUMNS.index(ledger.REVIEWED), ledger.COLUMNS.index(ledger.ENTRY_MODE)
_NEVER = datetime.date.min


class Reviews:
    """Reads the columns about reviews of one table. Where several say the same thing, all of them have to."""

    def __init__(self, layout: Layout) -> None:
        self.headers = layout.headers
        own = (layout.places[APPROVED],) if APPROVED in layout.places else ()
        self._results = layout.together.get(APPROVED, own)
        self._days = layout.together.get(ledger.REVIEWED, ())

    def __bool__(self) -> bool:
        """Whether there is anything but one column of days."""
        return bool(self._results or self._days)

    def settled(self, found: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
        """The cells of a ledger's row: its day of review is the last of several, none while one is not done,
        and unreadable where the review did not end well."""
        if self._days:
            found = _with_day(found, self._last_day(cells))
        result, column = self._result(cells)
        if column and not result:
            return _with_day(found, "")
        counts = found[_REVIEWED].strip() or plain(found[_MODE]) == ledger.ENTRY_AUTOMATIC
        if not result or result in YES_WORDS or result in AGREED or not counts:
            return found
        return _with_day(found, say("row_review", column=column, value=result))

    def all_approved(
        self, number: int, cells: Sequence[str]
    ) -> tuple[tuple[tuple[str, str], ...], tuple[RowError, ...]]:
        """The answer of a row that says whether all is approved, or the fault of one that does not."""
        text, column = self._result(cells)
        if not text:
            return ((ALL_APPROVED, ledger.NO),) if column else (), ()
        if text in YES_WORDS:
            return ((ALL_APPROVED, ledger.YES),), ()
        if text in NO_WORDS:
            return ((ALL_APPROVED, ledger.NO),), ()
        # He has an answer of his own, only nobody can read it: what holds for everybody is not for him.
        fault = RowError(number, column, text, say("row_approved", value=text))
        return ((ALL_APPROVED, UNKNOWN),), (fault,)

    def _last_day(self, cells: Sequence[str]) -> str:
        days = [visible(unguarded(cells[at])).strip() for at in self._days]
        unread = next((text for text in days if text and read_date(text) is None), None)
        if unread is not None:
            return unread
        return max(days, key=lambda text: read_date(text) or _NEVER) if all(days) else ""

    def _result(self, cells: Sequence[str]) -> tuple[str, str]:
        """What came of the review, with the header that says it: of several the worst.

        Nothing where one of several says nothing yet; without a header where none says anything.
        """
        told = [(plain(visible(unguarded(cells[at]))), self.headers[at]) for at in self._results]
        if not any(text for text, _ in told):
            return "", ""
        bad = [item for item in told if item[0] and item[0] not in YES_WORDS | AGREED]
        text, column = (bad or [item for item in told if not item[0]] or told)[0]
        return text, column


def _with_day(found: tuple[str, ...], day: str) -> tuple[str, ...]:
    return (*found[:_REVIEWED], day, *found[_REVIEWED + 1 :])
