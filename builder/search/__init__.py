"""The search of the site: Pagefind, and a thin front that understands what people type (decisions/)."""

from builder.search.pagefind import MissingPagefindError
from builder.search.publish import build_search

__all__ = ["MissingPagefindError", "build_search"]
