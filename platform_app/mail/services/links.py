"""Links that act only on POST, once: HMAC-SHA256 under the purpose's key over row id, nonce, subject and address."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, CursorResult, select, update

from platform_app.database.keys import derived_key
from platform_app.extensions import db
from platform_app.mail.models import MailLink
from platform_app.mail.rules import Link, LinkPurpose, LinkState, LinkUnusable, link_state

_NONCE_BYTES = 16


def issue_link(*, purpose: LinkPurpose, subject_type: str, subject_id: int, address: str, at: datetime, valid_for: timedelta) -> int:
    """Make a link for one purpose, subject and address; the answer is its id, `link_url` shows it."""
    nonce = secrets.token_hex(_NONCE_BYTES)
    row = MailLink(
        purpose=purpose,
        subject_type=subject_type,
        subject_id=subject_id,
        address=address,
        nonce=nonce,
        token_digest=_digest(nonce),
        issued_at=at,
        expires_at=at + valid_for,
    )
    db.session.add(row)
    db.session.flush()
    row.token_digest = _digest(_token(row))
    db.session.flush()
    return row.id


def link_url(link_id: int) -> str:
    """The whole address of a link, rebuilt from its row.

    Raises: LinkUnusable if there is no such link or it was revoked, so that no message carries a dead address.
    """
    row = db.session.get(MailLink, link_id)
    if row is None:
        raise LinkUnusable(LinkState.UNKNOWN)
    if row.revoked_at is not None:
        raise LinkUnusable(LinkState.REVOKED, _facts(row))
    public_url: str = current_app.config["SETTINGS"].public_url
    return public_url.rstrip("/") + row.purpose.path + _token(row)


def find_link(*, token: str, purpose: LinkPurpose, at: datetime) -> Link:
    """The link that a token opens for this purpose. Reading it uses nothing up.

    Raises: LinkUnusable with the state unknown, expired, used or revoked.
    """
    row = db.session.scalar(select(MailLink).where(MailLink.token_digest == _digest(token), MailLink.purpose == purpose))
    if row is None or not hmac.compare_digest(_token(row).encode(), token.encode()):
        raise LinkUnusable(LinkState.UNKNOWN)
    state = link_state(used_at=row.used_at, revoked_at=row.revoked_at, expires_at=row.expires_at, at=at)
    if state is not LinkState.USABLE:
        raise LinkUnusable(state, _facts(row))
    return _facts(row)


def use_link(*, link_id: int, at: datetime) -> None:
    """Use a link up. Of two at the same time one wins: the database decides.

    Raises: LinkUnusable for all but the first, and if it expired or was revoked meanwhile.
    """
    usable = (MailLink.id == link_id, MailLink.used_at.is_(None), MailLink.revoked_at.is_(None), MailLink.expires_at > at)
    if _changed(update(MailLink).where(*usable).values(used_at=at)):
        return
    row = db.session.get(MailLink, link_id, populate_existing=True)
    if row is None:
        raise LinkUnusable(LinkState.UNKNOWN)
    raise LinkUnusable(link_state(used_at=row.used_at, revoked_at=row.revoked_at, expires_at=row.expires_at, at=at), _facts(row))


def use_up_links(*, purpose: LinkPurpose, subject_type: str, subject_id: int, at: datetime) -> int:
    """Use up every open link of a purpose for a subject, since one of them brought the final answer; the answer is how many."""
    return _changed(update(MailLink).where(*_open_ones(purpose, subject_type, subject_id)).values(used_at=at))


def revoke_links(*, purpose: LinkPurpose, subject_type: str, subject_id: int, at: datetime, but: int | None = None) -> int:
    """Take back every unused link of a purpose for a subject, all `but` one where that is given; the answer is how many."""
    others = (MailLink.id != but,) if but is not None else ()
    return _changed(update(MailLink).where(*_open_ones(purpose, subject_type, subject_id), *others).values(revoked_at=at))


def _open_ones(purpose: LinkPurpose, subject_type: str, subject_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        MailLink.purpose == purpose,
        MailLink.subject_type == subject_type,
        MailLink.subject_id == subject_id,
        MailLink.used_at.is_(None),
        MailLink.revoked_at.is_(None),
    )


def _changed(statement: Any) -> int:
    result: CursorResult[Any] = db.session.execute(statement.execution_options(synchronize_session="fetch"))  # type: ignore[assignment]
    return result.rowcount


def _token(row: MailLink) -> str:
    bound = "\n".join((str(row.id), row.nonce, row.subject_type, str(row.subject_id), row.address))
    mac = hmac.new(derived_key(f"mail-link:{row.purpose.value}"), bound.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _facts(row: MailLink) -> Link:
    return Link(
        id=row.id,
        purpose=row.purpose,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        address=row.address,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
    )
