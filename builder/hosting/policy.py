"""The content policy and its fellow headers.

Each page carries the policy itself, so that it holds on any static host; a host that sends it as a header
too covers the workers, and says who may put a page into a frame.
"""

from __future__ import annotations

from builder.addresses import FRONT

DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # without the second, Python in the page hangs
    "style-src": "'self'",
    "img-src": "'self' data:",  # icons of the theme stand in its style sheets
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What a page may load and run: its own origin, nothing inline, no text run as a program."""

CARD = "/card/"
"""Pages below may stand in anybody's frame; all others in none but the site's own."""

OPEN = "/(?:api/v1|feeds|calendars)/"
"""Addresses of data, which the scripts of any other page may read."""

SHARED = {"Access-Control-Allow-Origin": "*"}
"""What their answers carry besides; without it a browser keeps the data from all pages but ours."""

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
HASHED = rf"/(?:{FRONT}[0-9a-f]{{16}}/|assets/(?:runtime/[0-9a-f]+/|.*[.-][0-9a-f]{{8,}}\.))"
"""Addresses that hold the hash of their content: a browser need never ask again."""


def page_policy() -> str:
    """The policy as each page carries it."""
    return "; ".join(f"{name} {value}" for name, value in DIRECTIVES.items())


def headers(*, framed: bool) -> dict[str, str]:
    """What every answer carries; ``framed``: whether anybody may put it into a frame."""
    return {
        "Content-Security-Policy": f"{page_policy()}; frame-ancestors {'*' if framed else "'self'"}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
