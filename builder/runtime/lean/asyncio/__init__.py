"""Nothing in the page waits inside Python; Pyodide's core only wants to know whom to ask for a loop."""

_COROUTINE = 0x80


def get_event_loop():
    raise RuntimeError("no event loop in this Python")


def iscoroutinefunction(function):
    """Whether calling ``function`` gives something to wait for."""
    code = getattr(function, "__code__", None)
    return code is not None and bool(code.co_flags & _COROUTINE)
