"""学时自查: is the year's continuing education met, by the city's notice and a person's ledger?"""

__version__ = "0.1.0"
