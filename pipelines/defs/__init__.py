"""Dagster's side of the house: assets, checks, schedule, sensor, resources. Each calls ``flow`` and does nothing else.

Dagster is imported here and in ``definitions`` only, so that the command line and the tests take the same steps without it.
"""
