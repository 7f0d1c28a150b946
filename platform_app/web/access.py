"""A policy on every route: `@requires(permission)` or `@public`; `@writes` on every one that changes something.

`@needs_presence` stands on those that a machine left alone, or a stolen session, must not be enough for.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, has_request_context, request
from flask.typing import ResponseReturnValue

from platform_app.database.transaction import carried_out
from platform_app.kernel.actors import VISITOR, Actor
from platform_app.kernel.errors import Forbidden, PresenceRequired, SignInRequired
from platform_app.kernel.permissions import Permission

PUBLIC = "public"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def current_actor() -> Actor:
    """Who makes this request; loaded once. Outside a request and before sign-in a visitor."""
    if not has_request_context():
        return VISITOR
    if "actor" not in g:
        load: Callable[[], Actor] | None = current_app.extensions.get("platform.actor_loader")
        g.actor = load() if load else VISITOR
    return cast(Actor, g.actor)


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    cast(Any, view).platform_policy = PUBLIC
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a view be reached only by holders of a permission.

    Raises: SignInRequired for a visitor, Forbidden for others.
    """

    def decorate(view: View) -> View:
        """Wrap one view."""

        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            """Ask, then go on."""
            actor = current_actor()
            if not actor.may(permission):
                raise Forbidden if actor.is_signed_in else SignInRequired
            return view(*args, **kwargs)

        cast(Any, guarded).platform_policy = permission.code
        return cast(View, guarded)

    return decorate


def needs_presence(view: View) -> View:
    """Let a view be reached only by somebody who proved a short while ago to be the one at the machine; stands below `requires`."""

    @wraps(view)
    def proved(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        """Ask, then go on."""
        require_presence()
        return view(*args, **kwargs)

    cast(Any, proved).platform_needs_presence = True
    return cast(View, proved)


def require_presence() -> None:
    """Go on only if the person proved a short while ago to be the one at the machine: for what only some requests to a view need.

    Raises: PresenceRequired; a form that was sent comes back behind the proof.
    """
    if not current_actor().is_present:
        raise PresenceRequired


def writes(view: View) -> View:
    """Make a view one transaction: it commits when the view returns and rolls back when it raises."""

    @wraps(view)
    def committed(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        """Carry out and commit."""
        return carried_out(lambda: view(*args, **kwargs))

    cast(Any, committed).platform_writes = True
    return cast(View, committed)


def show_of(subject_type: str, subject_id: int) -> None:
    """Note, for the access log, whose record this page shows."""
    g.setdefault("shown", set()).add((subject_type, subject_id))


def policy_of(app: Flask, endpoint: str) -> str | None:
    """The policy of an endpoint: `public`, a permission's code, or None if it was forgotten."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "platform_policy", None)


def check_policies(app: Flask) -> None:
    """Stop the start if a route has no policy, changes something outside a transaction, or may be read with one.

    Raises: RuntimeError naming the routes.
    """
    faults = []
    for rule in app.url_map.iter_rules():
        changes = bool((rule.methods or set()) - SAFE_METHODS)
        writing = getattr(app.view_functions[rule.endpoint], "platform_writes", False)
        if policy_of(app, rule.endpoint) is None:
            faults.append(f"{rule.endpoint} has neither @requires nor @public")
        if changes and not writing:
            faults.append(f"{rule.endpoint} takes {sorted(rule.methods or ())} without @writes")
    if faults:
        raise RuntimeError("; ".join(faults))


def is_reading() -> bool:
    """Whether the request's method may not write."""
    return request.method in SAFE_METHODS
