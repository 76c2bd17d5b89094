"""Outcomes under a rule that is a tree of minima and asks nothing: whole numbers, added up."""
