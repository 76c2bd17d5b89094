"""How much one page lists at most, whatever the number of cities; what is left out is told."""

CARDS = 12
"""City-years shown with their numbers."""
USES = 24
"""City-years named at a platform or a list of bases."""
LISTED = 300
"""Lines of a list, choices of a filter."""
UNITS = 60
"""Units on one page; more are shown by province."""
