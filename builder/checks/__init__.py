"""What the data must keep to: small generators, one rule each, and the texts of every problem."""

from builder.checks.formats import FORMATS
from builder.checks.printing import closing, print_problems
from builder.checks.run import check_and_load, run_checks
from builder.reading import Problem

__all__ = ["FORMATS", "Problem", "check_and_load", "closing", "print_problems", "run_checks"]
