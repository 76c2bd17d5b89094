"""``xueshi roster``: its arguments, the tables and rules it is given, several processes, where results go."""
