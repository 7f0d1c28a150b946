"""One tree of errors, each with a code; mapped to pages and statuses once, in `web/errors.py`, and to exit codes in `cli.py`."""

from collections.abc import Iterable, Mapping

from platform_app.kernel.reasons import Reason


class PlatformError(Exception):
    """Base of every error that a user may be told of. `code` finds the sentence, `facts` fill it."""

    code = "error"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.code = code or type(self).code
        self.facts: Mapping[str, object] = facts
        super().__init__(self.code)

    @property
    def reason(self) -> Reason:
        """The same cause as a Reason, so that pages speak of both alike."""
        return Reason(self.code, self.facts)


class NotFound(PlatformError):
    """There is no such thing, or none that this person may know of."""

    code = "error.not_found"


class Forbidden(PlatformError):
    """The person may not do this."""

    code = "error.forbidden"


class SignInRequired(PlatformError):
    """Nobody is signed in, or the sign-in has expired."""

    code = "error.sign_in_required"


class PresenceRequired(PlatformError):
    """The person is signed in, and has to prove anew to be the one at the machine."""

    code = "error.presence_required"


class InvalidInput(PlatformError):
    """Input of the wrong shape. `fields` maps the name of a field to the reasons against its value."""

    code = "error.invalid_input"

    def __init__(self, fields: Mapping[str, Iterable[Reason]] | None = None, *, code: str | None = None, **facts: object) -> None:
        super().__init__(code, **facts)
        self.fields: Mapping[str, tuple[Reason, ...]] = {name: tuple(reasons) for name, reasons in (fields or {}).items()}


class RuleViolation(PlatformError):
    """A rule forbids it; carries what `why_not_…` answered."""

    code = "error.rule_violation"

    def __init__(self, reasons: Iterable[Reason]) -> None:
        super().__init__()
        self.reasons: tuple[Reason, ...] = tuple(reasons)

    def __str__(self) -> str:
        return ", ".join(reason.code for reason in self.reasons)


class Conflict(PlatformError):
    """Somebody else was first: a unique constraint or a lock had the last word."""

    code = "error.conflict"


class StaleForm(Conflict):
    """The record changed after the form was shown. `theirs` maps fields to the texts that stand now."""

    code = "error.stale_form"

    def __init__(self, theirs: Mapping[str, object] | None = None) -> None:
        super().__init__()
        self.theirs = dict(theirs or {})


class TooLarge(PlatformError):
    """More bytes, fields or rows than are taken."""

    code = "error.too_large"


class TooManyRequests(PlatformError):
    """Asked too often; to be tried again after `retry_after_seconds`."""

    code = "error.too_many_requests"

    def __init__(self, *, retry_after_seconds: int, code: str | None = None) -> None:
        super().__init__(code, retry_after_seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(PlatformError):
    """A part that is needed (database, storage) cannot be used now; nothing was recorded."""

    code = "error.unavailable"


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Raise RuleViolation if a `why_not_…` function gave any reason.

    Raises: RuleViolation.
    """
    found = tuple(reasons)
    if found:
        raise RuleViolation(found)
