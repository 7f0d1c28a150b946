"""The administrator's pages: accounts, invitations, offices."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.accounts.forms import InviteForm, OfficeForm
from platform_app.accounts.permissions import MANAGE_USERS
from platform_app.accounts.queries import find_open_invitation, get_user, list_offices, list_proposals, search_users
from platform_app.accounts.rules import OfficeChange, why_not_hand_over
from platform_app.accounts.services import decide_office, ensure_user, invite_user, propose_office, restore_user, suspend_user
from platform_app.accounts.views.base import blueprint
from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput, NotFound, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.mail.queries import list_deliveries
from platform_app.mail.services import link_url
from platform_app.web.access import current_actor, needs_presence, require_presence, requires, writes
from platform_app.web.forms import ActionForm
from platform_app.web.paging import page_number, paginate
from platform_app.web.render import render

_QUERY_CHARACTERS = 100


@blueprint.get("/secretariat/users")
@requires(MANAGE_USERS)
def list_accounts() -> ResponseReturnValue:
    """Accounts with offices and what became of their invitations."""
    query = request.args.get("q", "").strip()[:_QUERY_CHARACTERS]
    page = paginate(search_users(query), page_number())
    deliveries = list_deliveries([row.link_id for row in page.rows if row.link_id is not None])
    return render("accounts/user_list.html", page=page, query=query, deliveries=deliveries, roles_of=_roles_of)


def _roles_of(text: str | None) -> list[Role]:
    return sorted(Role(part) for part in text.split(",")) if text else []


@blueprint.get("/secretariat/users/new")
@requires(MANAGE_USERS)
def begin_invitation() -> ResponseReturnValue:
    """Ask whom to invite."""
    form = InviteForm()
    form.locale.data = "ja"
    return render("accounts/user_invite.html", form=form)


@blueprint.post("/secretariat/users/new")
@requires(MANAGE_USERS)
@writes
def send_new_user() -> ResponseReturnValue:
    """Make the account, invite the person, and propose the office if one was chosen."""
    form = InviteForm()
    if not form.accepts():
        return render("accounts/user_invite.html", status=400, form=form)
    if form.office.data:
        require_presence()
    by, at = current_actor(), now()
    try:
        user_id = ensure_user(email=form.email.data, name=form.name.data, locale=form.locale.data, by=by, at=at)
        invite_user(user_id=user_id, by=by, at=at)
        if form.office.data:
            propose_office(user_id=user_id, role=Role(form.office.data), change=OfficeChange.GRANT, by=by, at=at)
    except (RuleViolation, InvalidInput) as error:
        form.refuse(error)
        return render("accounts/user_invite.html", status=400, form=form)
    return _to_user(user_id)


@blueprint.get("/secretariat/users/<int:user_id>")
@requires(MANAGE_USERS)
def show_user(user_id: int) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    return _user_page(user_id, OfficeForm())


def _user_page(user_id: int, form: OfficeForm, *, status: int = 200, url: str | None = None) -> Response:
    user, link_id = get_user(user_id), find_open_invitation(user_id)
    delivery = list_deliveries([link_id]).get(link_id) if link_id else None
    offices = sorted(list_offices(user_id))
    proposals = [proposal for proposal in list_proposals() if proposal.user_id == user_id]
    facts = {
        "offices": offices,
        "proposals": proposals,
        "delivery": delivery,
        "has_invitation": link_id is not None,
        "why_not_hand_over": why_not_hand_over(is_meant_for_office=bool(offices or proposals)),
    }
    return render("accounts/user_show.html", status=status, user=user, form=form, action=ActionForm(), url=url, **facts)


@blueprint.post("/secretariat/users/<int:user_id>/invitation")
@requires(MANAGE_USERS)
@writes
def send_new_invitation(user_id: int) -> ResponseReturnValue:
    """Invite again by mail; the former link is void."""
    invite_user(user_id=user_id, by=current_actor(), at=now())
    return _to_user(user_id)


@blueprint.post("/secretariat/users/<int:user_id>/link")
@requires(MANAGE_USERS)
@needs_presence
@writes
def hand_over_link(user_id: int) -> ResponseReturnValue:
    """Make a new link and show it once, to be handed over in another way than by mail."""
    link_id = invite_user(user_id=user_id, by=current_actor(), at=now(), by_mail=False)
    return _user_page(user_id, OfficeForm(formdata=None), url=link_url(link_id))


@blueprint.post("/secretariat/users/<int:user_id>/offices/<string:change>")
@requires(MANAGE_USERS)
@needs_presence
@writes
def send_office(user_id: int, change: str) -> ResponseReturnValue:
    """Propose to give or take an office."""
    form = OfficeForm()
    if change not in {member.value for member in OfficeChange}:
        raise NotFound()
    if not form.accepts():
        return _user_page(user_id, form, status=400)
    try:
        propose_office(user_id=user_id, role=Role(form.role.data), change=OfficeChange(change), by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _user_page(user_id, form, status=400)
    return _to_user(user_id)


@blueprint.get("/secretariat/users/offices")
@requires(MANAGE_USERS)
def list_office_proposals() -> ResponseReturnValue:
    """Changes of offices that wait for a second administrator."""
    return render("accounts/office_list.html", proposals=list_proposals(), user_id=current_actor().user_id)


@blueprint.post("/secretariat/users/offices/<int:office_proposal_id>/confirm")
@requires(MANAGE_USERS)
@needs_presence
@writes
def confirm_office(office_proposal_id: int) -> ResponseReturnValue:
    """Confirm, as the second person."""
    decide_office(office_proposal_id=office_proposal_id, is_confirmed=True, by=current_actor(), at=now())
    return redirect(url_for("accounts.list_office_proposals"), 303)


@blueprint.post("/secretariat/users/offices/<int:office_proposal_id>/reject")
@requires(MANAGE_USERS)
@writes
def reject_office(office_proposal_id: int) -> ResponseReturnValue:
    """Reject, or take back the own proposal."""
    decide_office(office_proposal_id=office_proposal_id, is_confirmed=False, by=current_actor(), at=now())
    return redirect(url_for("accounts.list_office_proposals"), 303)


@blueprint.post("/secretariat/users/<int:user_id>/suspend")
@requires(MANAGE_USERS)
@writes
def send_suspension(user_id: int) -> ResponseReturnValue:
    """Shut the account."""
    suspend_user(user_id=user_id, by=current_actor(), at=now())
    return _to_user(user_id)


@blueprint.post("/secretariat/users/<int:user_id>/restore")
@requires(MANAGE_USERS)
@writes
def send_restoration(user_id: int) -> ResponseReturnValue:
    """Open the account again."""
    restore_user(user_id=user_id, by=current_actor(), at=now())
    return _to_user(user_id)


def _to_user(user_id: int) -> ResponseReturnValue:
    return redirect(url_for("accounts.show_user", user_id=user_id), 303)
