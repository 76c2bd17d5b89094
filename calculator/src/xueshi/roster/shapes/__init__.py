"""Outcomes under rules of any shape, as ``judge`` decides, by what is remembered of like rows and hours.

From a ledger to its outcome:
- ``formed``: rows to forms, by ``effects``
- ``exact``: forms to what is met and missing, by ``tallying``, ``hours``, ``summed`` and ``counting``
- ``counting``: hours under one set of demands; ``handing`` hands down what counts, or ``anew`` solves
- ``programmes``: one programme for all people of like demands (``hanging``, ``persons``, ``nodes``), with
  ``regions`` where a known basis is best; ``learned`` is what may be spent on finding them
- ``lanes``, ``packing``, ``axissums``: many whole numbers added up as one
"""
