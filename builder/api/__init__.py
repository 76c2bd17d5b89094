"""The data for programs: ``/api/v1/``. Same data, same bytes; persons' names stay on the pages.

Nothing is imported here: the rules of a city-year are also made in the page, without the makers of schemas.
"""
