"""Builds the site of 学时自查 out of data/, docs/, theme/ and calculator/. Front door: build.py."""
