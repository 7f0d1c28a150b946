"""The one way in which a parser of this folder says no."""

from platform_app.kernel.reasons import Reason


class Malformed(Exception):
    """A file is not sound; carries the reason as a code of this package."""

    def __init__(self, cause: str, **facts: object) -> None:
        super().__init__(cause)
        self.reason = Reason(f"documents.{cause}", facts)
