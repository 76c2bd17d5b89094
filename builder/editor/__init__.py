"""The data editor of the page: opens one data file, changes single values in its text, checks, previews.

It runs in the browser on the build's own reader, checks and templates, and knows no disk and no MkDocs. What
only the build does for it (``publish.py``) is not shipped.
"""
