"""The blueprint of accounts and what its views share: entering a session, safe ways on, links that open nothing."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from platform_app.accounts.hashing import new_token
from platform_app.accounts.kept import KeptForm, may_keep, seal
from platform_app.accounts.services import KnownDevice, sign_out
from platform_app.accounts.throttling import network_of
from platform_app.config import Settings
from platform_app.database.keys import derived_key
from platform_app.kernel.clock import now
from platform_app.mail.rules import LinkState, LinkUnusable
from platform_app.web.access import current_actor
from platform_app.web.browser import enter
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render
from platform_app.web.text import NOT_TYPED
from platform_app.web.words import say

blueprint = Blueprint("accounts", __name__)

HOME = "/home"
_DEVICE_SECONDS = 365 * 24 * 60 * 60
_USERS_OF_A_DEVICE = 5


def safe_path(text: str | None, otherwise: str = HOME) -> str:
    """A path of this site as given, or another: never the address of a different site."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc else text


def user_agent() -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "")


def network() -> str:
    """The network this request comes from."""
    return network_of(request.remote_addr)


def enter_session(token: str, user_id: int) -> None:
    """Let this browser carry a new session; a session it had before ends."""
    former = current_actor()
    if former.session_id is not None:
        sign_out(session_id=former.session_id, by=former, at=now())
    enter(token)


def known_device() -> KnownDevice | None:
    """The device cookie of this browser, if it is one of ours."""
    try:
        device, users = _serializer().loads(request.cookies.get(_device_cookie(), ""))
        return KnownDevice(str(device), frozenset(int(user) for user in users))
    except (BadSignature, TypeError, ValueError):
        return None


def remember_device(response: Response, user_id: int) -> Response:
    """Let this browser say, next time, that the account signed in from it before."""
    device = known_device() or KnownDevice(new_token(), frozenset())
    users = [user_id, *sorted(device.user_ids - {user_id})][:_USERS_OF_A_DEVICE]
    response.set_cookie(
        _device_cookie(),
        str(_serializer().dumps([device.id, users])),
        max_age=_DEVICE_SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _device_cookie() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return "__Host-platform_device" if settings.is_production else "platform_device"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(derived_key("known-device"))


def carry_form(form: PlatformForm, user_id: int | None) -> list[tuple[str, str]]:
    """Let the field `kept` carry the form that was sent until its sender has proved who it is; what a person has to copy if it cannot be carried.

    To be called only after the CSRF token of what was sent was found right.
    """
    fields = [(name, text) for name, text in request.form.items(multi=True) if may_keep(name, text)]
    if user_id is not None:
        path = safe_path(request.full_path.rstrip("?"))
        form["kept"].data = seal(path=path, fields=fields, user_id=user_id, had_files=bool(request.files), at=now())
    return [] if form["kept"].data else [(name, text) for name, text in fields if len(text) > 1 and name not in NOT_TYPED]


def kept_page(kept: KeptForm) -> Response:
    """The form that was carried, to be sent once more."""
    return render("accounts/kept_form.html", kept=kept)


def go_on(path: str, user_id: int) -> Response:
    """On to a page, with the device remembered."""
    return remember_device(current_app.make_response(redirect(path, 303)), user_id)


def dead_link_page(error: LinkUnusable, *, again: str | None = None, is_invitation: bool = True) -> ResponseReturnValue:
    """What to do about a link that opens nothing; `again` is the page where a new one can be had."""
    status = 404 if error.state is LinkState.UNKNOWN else 410
    return render("accounts/link_unusable.html", status=status, error=error, again=again, is_invitation=is_invitation)


def show_dead_link(error: LinkUnusable) -> ResponseReturnValue:
    """The same for links of other packages: applicants ask for a new one themselves, recommenders ask the secretariat."""
    return dead_link_page(error, again="/apply" if request.path.startswith("/apply/") else None, is_invitation=False)


def are_same(form: PlatformForm) -> bool:
    """Whether the new password was typed twice alike; tells it at the field if not."""
    is_same: bool = form["password"].data == form["password_again"].data
    if not is_same:
        form["password_again"].errors = [say("accounts.password_differs")]
    return is_same
