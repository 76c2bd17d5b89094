"""`build.py new`: the file of a new year, every value of it still to be confirmed, and its worked cases."""
