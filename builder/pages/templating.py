"""Templates compiled to less work: attributes and calls as Python does them, texts escaped without wrapping.

Jinja lets an attribute also be a key, passes every call through itself, wraps every escaped value and hands
over every piece by itself. Our templates need none of it: values are objects whose attributes exist, what is
escaped is written at once, and what follows one another without a condition is one piece. The text that comes
out is the same, in a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
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
    for part in parts:
        if type(part) is not str and hasattr(part, "__html__"):
            return safe("".join(map(escaped, parts)))
    return "".join([part if type(part) is str else str(part) for part in parts])


def called(environment: Environment, func: Callable[..., str], name: str, names: tuple[str, ...]) -> Any:
    """A macro as a plain function; what is called in an unusual way goes through Jinja's own."""
    usual = Macro(environment, func, name, list(names), False, False, False, default_autoescape=True)
    count = len(names)

    def call(*args: object, **named: object) -> Any:
        if named or len(args) > count:
            return usual(*args, **named)
        if len(args) < count:
            args = (*args, *(missing for _ in range(count - len(args))))
        return safe(func(*args))

    return call


QUOTED = str.maketrans({"\\": r"\\", "'": r"\'", "\n": r"\n", "\r": r"\r", "{": "{{", "}": "}}"})
"""Fixed text as it stands in an f-string."""


class Compiler(CodeGenerator):
    """Writes the Python of a template."""

    def write_commons(self) -> None:
        """The names that every template finds: these two are ours."""
        super().write_commons()
        self.writeline("escape = environment.escaped")
        self.writeline("escape_text = environment.escape_text")
        self.writeline("markup_join = environment.joined")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """An attribute is an attribute, never a key."""
        if not node.attr.isidentifier() or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """What follows one another is one f-string: one step for all of it."""
        finalize = self._make_finalize()
        if frame.require_output_check or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Output(node, frame)
            return
        self.writeline("yield f'" if frame.buffer is None else f"{frame.buffer}.append(f'", node)
        for child in node.nodes:
            try:
                text = self._output_child_to_const(child, frame, finalize)
            except nodes.Impossible:
                self.write("{escape_text(_text) if type(_text := (")
                self.visit(child, frame)
                self.write(")) is str else escape(_text)}")
            else:
                self.write(str(text).translate(QUOTED))
        self.write("'" if frame.buffer is None else "')")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro is a function."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller:
            super().macro_def(macro_ref, frame)
            return
        name, names = getattr(macro_ref.node, "name", None), tuple(arg.name for arg in macro_ref.node.args)
        self.write(f"environment.called(environment, macro, {name!r}, {names!r})")

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
    called = staticmethod(called)
    escape_text = staticmethod(escape_text)
    escaped = staticmethod(escaped)
    joined = staticmethod(joined)

    def compile(self, *args: Any, **more: Any) -> Any:
        """As Jinja does. Macros are called without the context, so that all templates escape."""
        assert self.autoescape is True
        return super().compile(*args, **more)
