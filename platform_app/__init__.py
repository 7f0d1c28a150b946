"""Membership and governance of a public-private platform: admission, register, board, assemblies."""

__version__ = "0.1.0"
