"""Decisions of watchlists: facts of names, life of lists, dispositions of hits, steps of a case."""
