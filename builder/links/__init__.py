"""`build.py links`: addresses of the data that no longer answer, and facts that grow old, in one report.

It reads the data and the web and changes neither. The report has one title and one first line for ever, so
that whoever keeps it (an issue, a file, a mail) has one of it and not many.
"""
