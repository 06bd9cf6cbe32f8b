"""Inputs that must not hurt: broken, endless, looping, encrypted, lying files, made anew from fixed seeds.

``python -m tests.hostile`` puts all of them through a refresh with limits and prints what came of each. Nothing here is
kept on disk: a case is a recipe. What the outcome must be is written with the case, before it is run.
"""
