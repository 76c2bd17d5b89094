"""Worked cases: those that people write beside the rules, those made from a rule, what they would notice."""
