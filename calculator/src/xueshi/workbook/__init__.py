"""Excel files to tables of text and back. openpyxl is not needed until one is opened or written."""
