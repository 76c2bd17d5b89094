"""`build.py bench`: what is promised about speed and size, measured on this machine."""
