"""From the text of a notice to drafts of the data: nothing guessed, every value with its line.

The core (everything here but ``pdf``, ``opening``, ``command`` and ``score``) needs the standard library and
``xueshi.model`` only, so that it also runs in the Python of the page.
"""
