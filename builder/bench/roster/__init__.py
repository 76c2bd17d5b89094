"""`build.py bench roster`: many people at once, every way beside each other."""
