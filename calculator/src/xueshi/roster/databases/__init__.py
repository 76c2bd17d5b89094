"""Millions of people: plainly written rows in columns on DuckDB, and the engine person by person on Spark."""
