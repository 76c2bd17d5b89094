"""The finished site in browsers of every make that this machine has: a short tour, with one row for each."""
