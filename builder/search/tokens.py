"""How text becomes tokens: pairs of neighbouring Chinese characters, and whole runs of letters and digits.

``theme/assets/js/search/tokens.js`` is the same rule for what is typed; a test holds the two together.
Pagefind's own division of Chinese is not used: it differs from the browser's, so that what was indexed is not
found again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from builder.search.text import PageText

HAN = "々〇㐀-鿿豈-﫿\U00020000-\U0003ffff"
MOST_OF_ONE = 3
"""How often a token is written for a page at most: enough to rank by, and the index stays small."""

_RUN = re.compile(f"[{HAN}]+|[a-z0-9]+")


def normal(text: str) -> str:
    """Compatibility forms and capitals folded: ＳＭＸ is smx, ２０２５ is 2025."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    found: list[str] = []
    for run in _RUN.findall(normal(text)):
        if run.isascii() or len(run) == 1:
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def page_tokens(page: PageText) -> list[str]:
    """The tokens of a page as they are indexed: each as often as sections have it, thrice at most."""
    count: Counter[str] = Counter()
    for section in page.sections:
        count.update(dict.fromkeys(tokens(f"{section.heading}\n{section.text}"), 1))
    return [token for token, times in count.items() for _ in range(min(times, MOST_OF_ONE))]
