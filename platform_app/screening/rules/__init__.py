"""Decisions of admission screening, by noun: `applications`, `form`, `recommendations`, `checks`."""
