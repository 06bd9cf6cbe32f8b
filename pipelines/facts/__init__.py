"""Statements and sentences as facts: exact amounts with their place."""
