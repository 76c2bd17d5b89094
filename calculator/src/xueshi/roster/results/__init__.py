"""What is written of results: in a few words, as duties and reminders, as tables, as files."""
