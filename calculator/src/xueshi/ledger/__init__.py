"""One person's ledger: files and pasted tables to rows, rows to entries, and what is wrong with each."""
