"""Pictures of every kind of page, and of the pages at work: `build.py shots`."""
