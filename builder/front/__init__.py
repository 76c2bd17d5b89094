"""The scripts and styles of the pages: joined, and in one folder that is named by its content."""
