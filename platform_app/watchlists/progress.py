"""How far a command is, on standard error: nothing in its first second, then once a second."""

from time import monotonic

import click

_SECONDS = 1.0


class Progress:
    """Tells a count in a sentence such as `staged {} of 500 rows`, with thousands apart."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._next = monotonic() + _SECONDS

    def __call__(self, done: int) -> None:
        """Say how far it is, if it is time."""
        if monotonic() >= self._next:
            self._next = monotonic() + _SECONDS
            click.echo(self._sentence.format(f"{done:,}"), err=True)
