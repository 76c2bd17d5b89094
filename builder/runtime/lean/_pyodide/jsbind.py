"""Calls of JavaScript functions from Python, without signatures that were written for them."""

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default


class no_default:
    """Stands where a parameter has no default."""


def _any(*args, **kwargs):
    pass


default_signature = JsFuncSignature(
    _any, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)


def func_to_sig(f):
    return default_signature
