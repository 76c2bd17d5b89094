"""The one function the page's worker calls. It lies in the archive beside xueshi and knows no builder.

JSON text goes in and comes out, because one string crosses between JavaScript and Python faster than a
tree of objects; the bytes of a file travel beside it, under the key ``bytes``.
"""

from xueshi import jsontext
from xueshi.page import handle


def call(operation: str, payload: str, data: memoryview | None = None) -> tuple[str, bytes | None]:
    """Answer one message of the page: the result as JSON text, and the bytes of a file if it has one.

    Errors: whatever ``handle`` raises; the worker turns it into a message.
    """
    arguments = jsontext.loads(payload)
    if data is not None:
        arguments["bytes"] = bytes(data)
    result = dict(handle(operation, arguments))
    file = result.pop("bytes", None)
    return jsontext.dumps(result), file
