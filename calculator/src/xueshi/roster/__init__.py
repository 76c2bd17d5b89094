"""Many people at once: each is a ledger, and ``judge`` decides about each as it does about one.

The rooms, in the order in which a table passes through them:
- ``tables``: files to records, and what each of their columns means
- ``people``: records to people, each with a ledger of his own; what was answered about them; their results
- ``intake``: all tables of a roster, apart by person
- ``minima`` and ``shapes``: the shorter ways to an outcome, under trees of minima and under any rule
- ``databases``: the same in columns on DuckDB, and person by person on Spark
- ``results``: what is written: outcomes in words, duties, reminders, files
- ``command`` and ``page``: the two doors, ``xueshi roster`` and the site's page

Here stands what all of them speak: ``outcome`` (``flat`` as one row), ``brief`` (a ledger to its outcome),
``sentences`` and ``safe`` (cells that a spreadsheet leaves alone).
"""
