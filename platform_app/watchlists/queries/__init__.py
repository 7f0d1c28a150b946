"""Reads of watchlists, cut by noun."""
