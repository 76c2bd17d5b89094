"""Records to people with ledgers of their own, what was answered about them, and how each is judged."""
