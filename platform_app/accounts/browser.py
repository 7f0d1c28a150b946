"""From a browser's token to the person at work: the session, the offices and the derived roles, in two statements."""

from datetime import datetime
from functools import partial

from flask import Flask, g
from flask_login import current_user

from platform_app.accounts.queries import SignedInFacts, find_signed_in, list_grants
from platform_app.accounts.rules import TOUCH_EVERY, is_idle, is_present, member_acted_for, roles_in_force
from platform_app.accounts.services import touch_session
from platform_app.extensions import login_manager
from platform_app.kernel.actors import Actor, ActorKind, Grant
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.roles import Role
from platform_app.web.browser import Bearer


class Signed(Bearer):
    """A browser whose token opened a session, with what the database told of it."""

    def __init__(self, token: str, facts: SignedInFacts) -> None:
        super().__init__(token)
        self.facts = facts


def load_signed(token: str) -> Signed | None:
    """What Flask-Login asks: the session of a token, None if it is over."""
    facts = find_signed_in(token=token, at=now())
    return Signed(token, facts) if facts else None


def load_actor() -> Actor:
    """Who makes this request; a visitor if nobody is signed in or the session has rested too long."""
    at, visitor = now(), Actor(kind=ActorKind.VISITOR, request_id=g.get("request_id"))
    facts = getattr(current_user, "facts", None)
    if facts is None:
        return visitor
    actor = _limited(facts, facts.limited_role) if facts.limited_role else _whole(facts, at)
    if is_idle(last_seen_at=facts.last_seen_at, roles=actor.roles, at=at):
        return visitor
    if at - facts.last_seen_at >= TOUCH_EVERY:
        g.keep_session_alive = partial(_keep_alive, facts.session_id)
    return actor


def _keep_alive(session_id: int, at: datetime) -> None:
    touch_session(session_id=session_id, at=at)


def _limited(facts: SignedInFacts, role: Role) -> Actor:
    """The holder of a link: one role for one subject, and none of the account's own."""
    return Actor(
        kind=ActorKind.LINK,
        user_id=facts.user_id,
        name=facts.name,
        roles=frozenset({role}),
        grants=(Grant(role, None, facts.limited_subject_id),),
        request_id=g.get("request_id"),
        session_id=facts.session_id,
        locale=facts.locale,
    )


def _whole(facts: SignedInFacts, at: datetime) -> Actor:
    grants = list_grants(facts.user_id, civil_date(at))
    acting_for = member_acted_for(grants, facts.acting_for_id)
    return Actor(
        kind=ActorKind.USER,
        user_id=facts.user_id,
        name=facts.name,
        roles=roles_in_force(offices=facts.offices, grants=grants, acting_for=acting_for, has_short_password=facts.has_short_password),
        grants=grants,
        acting_for=acting_for,
        request_id=g.get("request_id"),
        session_id=facts.session_id,
        locale=facts.locale,
        is_present=is_present(facts.confirmed_at, at=at),
    )


def install(app: Flask) -> None:
    """Tell an application how to find out who makes a request. Binding a session to an address would sign out telephones: it is off."""
    login_manager.user_loader(load_signed)
    login_manager.session_protection = None
    app.extensions["platform.actor_loader"] = load_actor
