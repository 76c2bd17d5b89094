"""The one model of a rule and of the facts around it, as frozen dataclasses of the standard library."""
