"""Pages of the rules: in words for everybody, and the secretariat's proposals."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.bylaws.forms import ChangeForm, RejectForm, bring_up_to_date, field_sections, read_values, show_values
from platform_app.bylaws.permissions import DECIDE_CHANGE, PROPOSE_CHANGE, VIEW_PROPOSALS
from platform_app.bylaws.queries import (
    VersionEntry,
    get_proposal,
    latest_rules,
    list_proposals,
    list_versions,
    rules_at,
    rules_of_version,
    since,
)
from platform_app.bylaws.rules import why_not_adopt, why_not_reject
from platform_app.bylaws.services import adopt_change, preview_change, propose_change, reject_change
from platform_app.bylaws.words.pages import column_labels, differences, rights_table, sections
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import InvalidInput, NotFound, RuleViolation
from platform_app.web.access import current_actor, public, requires, writes
from platform_app.web.forms import ActionForm
from platform_app.web.render import render
from platform_app.web.words import say

blueprint = Blueprint("bylaws", __name__)


@blueprint.get("/bylaws")
@public
def show_rules() -> ResponseReturnValue:
    """The rules in force, in words."""
    versions = list_versions()
    in_force = rules_at(today()).number
    return _version_page(versions, in_force, in_force=in_force)


@blueprint.get("/bylaws/versions/<int:number>")
@public
def show_version(number: int) -> ResponseReturnValue:
    """One version of the rules, past, present or to come."""
    versions = list_versions()
    if not 1 <= number <= len(versions):
        raise NotFound("bylaws.version_unknown")
    return _version_page(versions, number, in_force=rules_at(today()).number)


@blueprint.get("/secretariat/bylaws")
@requires(VIEW_PROPOSALS)
def list_changes() -> ResponseReturnValue:
    """What is proposed and waits for a second person."""
    return render("bylaws/proposals.html", proposals=list_proposals(), rules=latest_rules(), user_id=current_actor().user_id)


@blueprint.get("/secretariat/bylaws/changes/new")
@requires(PROPOSE_CHANGE)
def begin_change() -> ResponseReturnValue:
    """The form with the values as they stand."""
    form, rules = ChangeForm(), latest_rules()
    show_values(form, rules)
    form.effective_on.data = max(today(), rules.effective_on)
    return _change_page(form)


@blueprint.post("/secretariat/bylaws/changes/new")
@requires(PROPOSE_CHANGE)
@writes
def send_change() -> ResponseReturnValue:
    """Show what would change, or propose it."""
    form = ChangeForm()
    if not form.accepts():
        return _change_page(form, status=400)
    is_stale = _bring_up_to_date(form)
    values = read_values(form)
    texts = {"reason": form.reason.data, "decision_reference": form.decision_reference.data, "effective_on": form.effective_on.data}
    try:
        if is_stale or request.form.get("step") != "propose":
            before, after = preview_change(values=values, **texts, by=current_actor(), at=now())
            return _change_page(form, changes=differences(before, after), status=409 if is_stale else 200)
        version_id = propose_change(values=values, **texts, by=current_actor(), at=now())
    except (InvalidInput, RuleViolation) as error:
        form.refuse(error)
        return _change_page(form, status=400 if isinstance(error, InvalidInput) else 409)
    return redirect(url_for("bylaws.show_change", version_id=version_id))


@blueprint.get("/secretariat/bylaws/changes/<int:version_id>")
@requires(VIEW_PROPOSALS)
def show_change(version_id: int) -> ResponseReturnValue:
    """One proposal: what would change, why, and what stands against adopting it."""
    return _proposal_page(version_id, RejectForm(formdata=None))


@blueprint.post("/secretariat/bylaws/changes/<int:version_id>/adopt")
@requires(DECIDE_CHANGE)
@writes
def adopt(version_id: int) -> ResponseReturnValue:
    """Adopt a proposal as the second person."""
    number = adopt_change(version_id=version_id, by=current_actor(), at=now())
    return redirect(url_for("bylaws.show_version", number=number))


@blueprint.post("/secretariat/bylaws/changes/<int:version_id>/reject")
@requires(DECIDE_CHANGE)
@writes
def reject(version_id: int) -> ResponseReturnValue:
    """Reject a proposal, or take the own one back."""
    form = RejectForm()
    if not form.accepts():
        return _proposal_page(version_id, form, status=400)
    reject_change(version_id=version_id, reason=form.reason.data, by=current_actor(), at=now())
    return redirect(url_for("bylaws.list_changes"))


def _version_page(versions: tuple[VersionEntry, ...], number: int, *, in_force: int) -> ResponseReturnValue:
    shown = versions[:number]
    rules = shown[-1].rules
    origins = {key: (entry.rules.number, entry.rules.effective_on) for key, entry in since(shown).items()}
    return render(
        "bylaws/version.html",
        version=shown[-1],
        versions=versions,
        in_force=in_force,
        sections=sections(rules, origins),
        rights=rights_table(rules),
        columns=column_labels(),
        changes=differences(shown[-2].rules, rules) if number > 1 else (),
    )


def _bring_up_to_date(form: ChangeForm) -> bool:
    """Whether the rules were changed since the form was shown; if so, it says so and holds the latest but for what its sender changed."""
    latest, shown = latest_rules(), form.version.data or ""
    if shown == str(latest.version_id):
        return False
    known = {str(entry.rules.version_id): entry.rules for entry in list_versions()}
    bring_up_to_date(form, shown=known.get(shown, latest), latest=latest)
    form.form_errors = [say("bylaws.changed_meanwhile", number=latest.number)]
    return True


def _change_page(form: ChangeForm, *, changes: object = None, status: int = 200) -> ResponseReturnValue:
    return render("bylaws/change_form.html", status=status, form=form, sections=tuple(field_sections(form)), changes=changes)


def _proposal_page(version_id: int, form: RejectForm, *, status: int = 200) -> ResponseReturnValue:
    proposal, latest, user_id = get_proposal(version_id), latest_rules(), current_actor().user_id
    base = rules_of_version(proposal.base_id) if proposal.base_id else proposal.rules
    return render(
        "bylaws/proposal.html",
        status=status,
        proposal=proposal,
        changes=differences(base, proposal.rules),
        against_adopting=why_not_adopt(proposal.facts, user_id=user_id, base=latest, on=today()),
        against_rejecting=why_not_reject(proposal.facts, user_id=user_id),
        may_decide=current_actor().may(DECIDE_CHANGE),
        is_own=user_id is not None and proposal.proposed_by_id == user_id,
        form=form,
        action=ActionForm(formdata=None),
    )
