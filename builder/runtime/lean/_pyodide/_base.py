"""Running source text and importing by name, as the JavaScript side of Pyodide asks for it."""

import _ast
from importlib import import_module

_ONLY_AST = 0x400


def eval_code(source, globals=None, locals=None, *, filename="<exec>", **_):
    """Run ``source``; the value of its last line, where that is an expression."""
    globals = {} if globals is None else globals
    tree = compile(source, filename, "exec", _ONLY_AST, dont_inherit=True)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], _ast.Expr) else None
    exec(compile(tree, filename, "exec", dont_inherit=True), globals, locals)
    if last is None:
        return None
    return eval(compile(_ast.Expression(last.value), filename, "eval", dont_inherit=True), globals, locals)


def pyimport_impl(path):
    """The module or the member of a module that ``path`` names."""
    module, _, name = path.rpartition(".")
    if not module:
        return import_module(name)
    owner = import_module(module)
    try:
        return getattr(owner, name)
    except AttributeError:
        return import_module(path)
