"""No documentation for the functions of the core: nobody reads it in a page."""


def get_cmeth_docstring(func):
    return ""
