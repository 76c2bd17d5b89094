"""The catalog as pages: plain Markdown with front matter and semantic HTML, one file a page.

A new kind of page is one function that returns a `Page`, one template in ``builder/templates``, and one
line in `page_recipes`. What a value means is decided in Python (`wording`, `silence`), never
in a template.
"""
