"""Small changes of a module's code, one at a time, as a slip of the pen would make them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
"""What each operator is changed into."""

FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
"""What each function is changed into."""

HARMLESS = ("strict",)
"""Arguments that only guard against a fault elsewhere."""

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Change:
    """One change: in which function (or to which constant), on which lines, and how the line reads then."""

    owner: str
    constant: bool
    lines: range
    before: str
    after: str
    code: Callable[[], CodeType]
    """The whole module with this change; to be asked for before the next change is."""


def changes(text: str, name: str) -> Iterator[Change]:
    """All changes of a module's functions, methods and constants; fields and defaults are left alone."""
    tree = ast.parse(text)
    yield from _of_body(tree, tree, "", name)


def _of_body(tree: ast.Module, body: ast.Module | ast.ClassDef, prefix: str, name: str) -> Iterator[Change]:
    for node in body.body:
        if isinstance(node, FUNCTION):
            for inner in node.body[ast.get_docstring(node) is not None :]:
                yield from _of_node(tree, inner, inner, prefix + node.name, name)
            yield from _omissions(tree, node, prefix + node.name, name)
        elif isinstance(node, ast.ClassDef):
            yield from _of_body(tree, node, f"{prefix}{node.name}.", name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value and not prefix:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield from _of_node(tree, node, node.value, target.id, name, constant=True)


def _of_node(
    tree: ast.Module, statement: ast.stmt, node: ast.AST, owner: str, name: str, *, constant: bool = False
) -> Iterator[Change]:
    """Changes of a node and of all below it; ``statement`` is the innermost that holds it."""
    if isinstance(node, ast.keyword) and node.arg in HARMLESS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    for field, value in _edits(node):
        yield from _edited(tree, statement, node, (field, value), (owner, name, constant))
    yield from _omissions(tree, node, owner, name)
    for field, child in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
            continue
        for inner in child if isinstance(child, list) else [child]:
            if isinstance(inner, ast.AST):
                within = inner if isinstance(inner, ast.stmt) else statement
                yield from _of_node(tree, within, inner, owner, name, constant=constant)


def _edited(
    tree: ast.Module,
    statement: ast.stmt,
    node: ast.AST,
    edit: tuple[str, object],
    where: tuple[str, str, bool],
) -> Iterator[Change]:
    """A change by another value of a node's field, undone after it was yielded."""
    field, value = edit
    owner, name, constant = where
    old, before = getattr(node, field), _head(statement)
    setattr(node, field, value)
    try:
        ast.fix_missing_locations(tree)
        yield Change(
            owner, constant, _lines(statement), before, _head(statement), lambda: compile(tree, name, "exec")
        )
    finally:
        setattr(node, field, old)


def _omissions(tree: ast.Module, node: ast.AST, owner: str, name: str) -> Iterator[Change]:
    """Statements that are left out, or end a loop instead of going on."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if not isinstance(block, list):
            continue
        for place, old in enumerate(block):
            for new in _instead(old):
                block[place] = ast.copy_location(new, old)
                ast.fix_missing_locations(tree)
                yield Change(
                    owner,
                    False,
                    _lines(old),
                    _head(old),
                    _head(block[place]),
                    lambda: compile(tree, name, "exec"),
                )
                block[place] = old


def _instead(old: ast.stmt) -> Iterator[ast.stmt]:
    """What a statement is changed into."""
    if isinstance(old, ast.Continue):
        yield ast.Break()
    elif isinstance(old, ast.Break):
        yield ast.Continue()
    elif (
        (isinstance(old, ast.Assign) and isinstance(old.targets[0], ast.Attribute | ast.Subscript))
        or isinstance(old, ast.AugAssign | ast.Raise | ast.Delete)
        or (isinstance(old, ast.Expr) and not isinstance(old.value, ast.Constant))
    ):
        yield ast.Pass()


def _edits(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Fields of a node with other values for them."""
    match node:
        case ast.Compare(ops=ops):
            for place, sign in enumerate(ops):
                yield "ops", [*ops[:place], OPERATORS[type(sign)](), *ops[place + 1 :]]
        case ast.BoolOp(op=sign, values=values):
            yield "op", OPERATORS[type(sign)]()
            neutral = ast.Constant(isinstance(sign, ast.And))
            for place in range(len(values)):
                yield "values", [*values[:place], neutral, *values[place + 1 :]]
        case ast.BinOp(op=sign) | ast.AugAssign(op=sign) if type(sign) in OPERATORS:
            yield "op", OPERATORS[type(sign)]()
        case ast.UnaryOp(op=ast.Not() | ast.USub() as sign, operand=inner):
            yield "operand", ast.UnaryOp(type(sign)(), inner)
        case ast.If() | ast.IfExp():
            yield "test", ast.Constant(True)
            yield "test", ast.Constant(False)
        case ast.While():
            yield "test", ast.Constant(False)
        case ast.comprehension(ifs=conditions) if conditions:
            for place in range(len(conditions)):
                yield "ifs", [*conditions[:place], *conditions[place + 1 :]]
        case ast.Constant(value=bool() as value):
            yield "value", not value
        case ast.Constant(value=int() as value):
            yield "value", value + 1
        case ast.Constant(value=str() as value):
            yield "value", value + "X"
        case ast.Slice():
            for field in ("lower", "upper"):
                if getattr(node, field):
                    yield field, None
        case ast.Call():
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[tuple[str, object]]:
    if isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        yield "func", ast.Name(FUNCTIONS[node.func.id], ast.Load())
    for place, keyword in enumerate(node.keywords):
        if keyword.arg and keyword.arg not in HARMLESS:
            yield "keywords", [*node.keywords[:place], *node.keywords[place + 1 :]]


def _lines(statement: ast.stmt) -> range:
    """The lines of a statement, without those of what is inside it."""
    body = getattr(statement, "body", None)
    end = statement.end_lineno or statement.lineno
    if isinstance(body, list) and body:
        end = max(statement.lineno, body[0].lineno - 1)
    return range(statement.lineno, end + 1)


def _head(statement: ast.stmt) -> str:
    """A statement in one line, without what is inside it."""
    return ast.unparse(statement).partition("\n")[0]
