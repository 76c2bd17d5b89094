"""The page for employers: one roster at work, listed, opened, corrected and saved, a step at a time."""
