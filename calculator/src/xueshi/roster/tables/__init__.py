"""Files to records with their line numbers, and what each column means, asked for where it is unclear."""
