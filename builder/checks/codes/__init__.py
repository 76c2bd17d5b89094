"""Every code of a problem with its Chinese texts: the table that printer, documentation and tests share."""

from __future__ import annotations

from typing import Final

from builder.checks.codes.code import Code
from builder.checks.codes.evidence import EVIDENCE
from builder.checks.codes.form import YAML
from builder.checks.codes.meaning import MEANING
from builder.checks.codes.reminders import REMINDERS
from builder.checks.codes.structure import STRUCTURE
from builder.checks.codes.worked import WORKED

CODES: Final[dict[str, Code]] = YAML | STRUCTURE | MEANING | EVIDENCE | WORKED | REMINDERS

__all__ = ["CODES", "Code"]
