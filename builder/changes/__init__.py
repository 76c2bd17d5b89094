"""Differences told in plain words: year against year, and the working copy against the published site.

Nothing is imported here: ``years`` also runs in the page, without what compares with a published site.
"""
