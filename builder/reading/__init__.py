"""The text of a YAML file becomes plain data with a place for every value, or problems with places."""

from builder.reading.document import Reading, read_text
from builder.reading.files import read_bytes, read_file, reason
from builder.reading.places import Place, Places
from builder.reading.problem import Problem

__all__ = ["Place", "Places", "Problem", "Reading", "read_bytes", "read_file", "read_text", "reason"]
