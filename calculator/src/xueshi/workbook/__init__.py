"""Excel files to tables of text and back, with the standard library alone."""
