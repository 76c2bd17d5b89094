"""Templates compiled to less work: attributes and calls as Python does them, texts escaped without wrapping.

Jinja lets an attribute also be a key, passes every call through itself and wraps every escaped value. Our
templates need none of it: values are objects whose attributes exist, and what is escaped is written at once.
The text that comes out is the same, in a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]


def escaped(value: object) -> str:
    """What stands in the page for a value."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str:
        return escape_text(value)  # type: ignore[arg-type]
    if kind is int:
        return str(value)
    return escape(value)


def safe(text: str) -> Markup:
    """HTML that is not escaped again."""
    return str.__new__(Markup, text)


def joined(values: Iterable[object]) -> str:
    """Values one after the other (``~``); with HTML among them, HTML."""
    parts = list(values)
    if any(hasattr(part, "__html__") for part in parts):
        return safe("".join(map(escaped, parts)))
    return "".join([part if type(part) is str else str(part) for part in parts])


class Compiler(CodeGenerator):
    """Writes the Python of a template."""

    def write_commons(self) -> None:
        """The names that every template finds: these two are ours."""
        super().write_commons()
        self.writeline("escape = environment.escaped")
        self.writeline("markup_join = environment.joined")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """An attribute is an attribute, never a key."""
        if not node.attr.isidentifier() or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # noqa: N802 (Jinja's name)
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call is a call: nothing that is called asks for the context."""
        keys = any(iskeyword(item.key) for item in node.kwargs)
        if forward_caller or node.dyn_args or node.dyn_kwargs or keys:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class Templates(Environment):
    """An environment whose templates are compiled that way."""

    code_generator_class = Compiler
    escaped = staticmethod(escaped)
    joined = staticmethod(joined)

    def compile(self, *args: Any, **more: Any) -> Any:
        """As Jinja does. Macros are called without the context, so that all templates escape."""
        assert self.autoescape is True
        return super().compile(*args, **more)
