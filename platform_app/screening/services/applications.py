"""From an address to a saved draft: the link, the draft, its pages."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from platform_app.accounts.queries import find_user
from platform_app.accounts.services import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.canonical import canonical_json
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import RuleViolation, StaleForm, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.queries import count_messages
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import enqueue, issue_link, use_link
from platform_app.screening.events import ApplicationStarted, ApplyLinkRequested, DraftSaved
from platform_app.screening.models import Application, ApplicationOfficer
from platform_app.screening.queries import get_own_application, list_attachments, list_officers
from platform_app.screening.rules.applications import EDITABLE, ENTERED, Status
from platform_app.screening.rules.form import ANSWERED_WHEN_EMPTY, FORM_VERSION, Step, fields_of, is_asked, why_not_these
from platform_app.screening.services.entries import free_entries, with_keys
from platform_app.screening.services.statuses import note_stay
from platform_app.screening.texts import TextKind, VersionedText, text_of

LINK_VALID_FOR = timedelta(days=3)
LINKS_PER_HOUR = 5
_HOUR = timedelta(hours=1)
_TEMPLATE = "apply_link"
_FINGERPRINT_CHARACTERS = 16


@dataclass(frozen=True)
class Started:
    """Who applies and with which application."""

    user_id: int
    application_id: int


def request_apply_link(*, address: str, locale: str, by: Actor, at: datetime) -> None:
    """Send a link with which an application is begun, or gone on with, to an address.

    The answer is the same whether the address is known or not, and when it was asked for too often in an hour and nothing is sent.
    """
    if count_messages(recipient=address, template=_TEMPLATE, since=at - _HOUR) >= LINKS_PER_HOUR:
        return
    user = find_user(email=address)
    known = _to_go_on_with(user.id) if user else None
    link_id = issue_link(
        purpose=LinkPurpose.APPLICATION_RESUME if known else LinkPurpose.APPLICATION_START,
        subject_type="application", subject_id=known.id if known else 0, address=address, at=at, valid_for=LINK_VALID_FOR,
    )
    entry_id = record(ApplyLinkRequested(mail_link_id=link_id), by=by, at=at)
    enqueue(
        event_id=entry_id, handler="screening.apply_link", template=_TEMPLATE, recipient=address, locale=locale,
        params={"link_id": link_id, "valid_days": LINK_VALID_FOR.days, "is_new": known is None}, at=at,
    )


def start(*, link: Link, locale: str, by: Actor, at: datetime) -> Started:
    """Use a verified address: its person (without password) and the application to go on with, or a new draft.

    Raises: LinkUnusable if the link was used meanwhile; Conflict if two links were used at once.
    """
    use_link(link_id=link.id, at=at)
    user_id = ensure_user(email=link.address, name="", locale=locale, by=by, at=at)
    application = _of_link(link, user_id) or _to_go_on_with(user_id) or begin_draft(user_id=user_id, by=by, at=at)
    return Started(user_id, application.id)


def _of_link(link: Link, user_id: int) -> Application | None:
    application = db.session.get(Application, link.subject_id) if link.subject_id else None
    return application if application is not None and application.user_id == user_id else None


def _to_go_on_with(user_id: int) -> Application | None:
    mine = select(Application).where(Application.user_id == user_id).order_by(Application.id.desc())
    found = db.session.scalars(mine).all()
    editable = [application for application in found if application.status in EDITABLE]
    return next(iter(editable or [application for application in found if application.open_key is not None]), None)


def pledge_in_force(*, at: datetime) -> VersionedText:
    """The pledge that the rules of the day ask for."""
    return text_of(TextKind.PLEDGE, rules_at(civil_date(at)).text("admission.pledge_version"))


def begin_draft(*, user_id: int, form_version: int = FORM_VERSION, by: Actor, at: datetime) -> Application:
    """An empty draft, of the current form version if nothing else is said.

    Raises: Conflict if the user has one already.
    """
    application = Application(
        status=Status.DRAFT, status_since=at, form_version=form_version, answers={}, user_id=user_id, name="", created_at=at
    )
    with conflict_on("uq_application_draft_of_user", "screening.draft_exists"):
        db.session.add(application)
    note_stay(application, at=at)
    record(ApplicationStarted(application_id=application.id), by=by, at=at)
    return application


def step_values(application: Application, step: Step) -> dict[str, Any]:
    """What stands on one page of the form now."""
    values: dict[str, Any] = {name: application.answers.get(name) for name in fields_of(step, application.form_version)}
    if step is Step.OFFICERS:
        return {"officers": [_officer_values(officer) for officer in list_officers(application.id)]}
    if step is Step.MEMBERSHIP:
        values["has_no_corporate_number"] = bool(values["has_no_corporate_number"])
    if step is Step.PLEDGE:
        values |= {
            "notice": application.notice_accepted_at is not None,
            "pledge": application.pledged_at is not None,
            "pledged_by": application.pledged_by,
        }
        if is_being_entered(application):
            values["pledged_on"] = civil_date(application.pledged_at).isoformat() if application.pledged_at else None
    return values


def is_being_entered(application: Application) -> bool:
    """Whether the secretariat is entering it from paper or from a call."""
    return application.channel in ENTERED and application.status is Status.DRAFT


def _officer_values(officer: ApplicationOfficer) -> dict[str, str | None]:
    return {"name": officer.name, "kana": officer.kana, "role": officer.role, "birth_on": officer.birth_on}


def fingerprint(values: Mapping[str, Any]) -> str:
    """A short mark of what a page showed, carried by its form to notice that another tab saved meanwhile."""
    meaningful = {name: value for name, value in values.items() if value is False or value not in (None, "", [])}
    return hashlib.sha256(canonical_json(meaningful).encode()).hexdigest()[:_FINGERPRINT_CHARACTERS]


def save_step(
    *, application_id: int, step: Step, values: Mapping[str, Any], shown: str | None, by: Actor, at: datetime, page: str = "", turn: int = 0,
    is_typing: bool = False,
) -> None:
    """Save one page of the form. `shown` is the fingerprint of what the page was rendered from; None takes no notice of others.

    `page` names the tab: what the same tab saved a moment ago, perhaps without hearing the answer, is no reason to ask. `turn` counts what the
    tab has sent: what was sent while typing and comes after something later changes nothing. With `is_typing` the ledger gets one entry for an
    hour of work on a page, not one for each pause, and answers that a choice just made no longer asks for are kept until the page is sent.

    Raises: NotFound, RuleViolation if it is not editable now or its version of the form lacks a field, StaleForm with the texts that stand
    if the page changed meanwhile.
    """
    application = get_own_application(application_id, by=by, lock=True)
    if application.status not in EDITABLE:
        raise RuleViolation([Reason("screening.not_editable", {"status": application.status})])
    known = [name for name in values if not (name == "pledged_on" and step is Step.PLEDGE and is_being_entered(application))]
    refuse_if(why_not_these(known, step, application.form_version))
    standing = step_values(application, step)
    values = _keyed(application, values)
    mark = fingerprint(standing)
    if mark == fingerprint(values):
        return
    last_turn = _last_turn(application, step, page)
    is_own = last_turn is not None
    if is_typing and last_turn is not None and 0 < turn <= last_turn:
        return
    if shown is not None and shown != mark and not is_own:
        raise StaleForm(standing)
    if step is Step.OFFICERS:
        _replace_officers(application, values["officers"])
    elif step is Step.PLEDGE:
        _take_assurances(application, values, at)
    else:
        _take_answers(application, values, keeps_unasked=is_typing)
    note_entry(application, by=by)
    application.saved_at, application.saved_by_page = at, f"{step.value} {page} {turn}" if page else None
    if not is_typing or _is_new_work(application.id, step, by, at):
        record(DraftSaved(application_id=application.id, step=step), by=by, at=at)


def _last_turn(application: Application, step: Step, page: str) -> int | None:
    """What a tab had counted when it saved this page; None if another tab, or none, saved it last."""
    parts = (application.saved_by_page or "").split(" ")
    is_own = bool(page) and parts[:2] == [step.value, page]
    return int(parts[2]) if is_own and len(parts) > 2 else 0 if is_own else None


def drop_unasked(application: Application) -> None:
    """Before it is sent: leave out answers, and a roster, that this applicant is not asked for."""
    _take_answers(application, {})
    if not is_asked("officers", application.answers):
        _replace_officers(application, [])


def note_entry(application: Application, *, by: Actor) -> None:
    """Who changes what is being entered is the one who entered it, and a second person has to look again."""
    if is_being_entered(application) and by.user_id is not None:
        application.entered_by_id, application.entry_ready_at = by.user_id, None


def _is_new_work(application_id: int, step: Step, by: Actor, at: datetime) -> bool:
    """Whether the newest entry about the application tells of something else, of somebody else, or of an earlier hour."""
    newest = list_entries(subject_type="application", subject_id=application_id, limit=1)
    return not any(
        entry.event == DraftSaved.name and entry.data.get("step") == step.value and entry.actor_user_id == by.user_id and at - entry.at < _HOUR
        for entry in newest
    )


def _keyed(application: Application, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same values, with a key for each entry of the activity record, so that papers can be added for it."""
    if "activity_record" not in values or application.form_version == 1:
        return values
    record = with_keys(values["activity_record"] or [], application.answers.get("activity_record") or [], list_attachments(application.id))
    return {**values, "activity_record": record}


def fill_in(application: Application, *, values: Mapping[str, Any], officers: Sequence[ApplicationOfficer]) -> None:
    """Put answers and a roster that were given before into a new draft; entries of the activity record keep the keys they have."""
    has_keys = all(entry.get("key") for entry in values.get("activity_record") or ())
    _take_answers(application, values if has_keys else _keyed(application, values))
    _replace_officers(application, [_officer_values(officer) for officer in officers])


def _take_answers(application: Application, values: Mapping[str, Any], *, keeps_unasked: bool = False) -> None:
    answers = {**application.answers, **values}
    application.answers = {
        name: value for name, value in answers.items() if _is_answer(name, value) and (keeps_unasked or is_asked(name, answers))
    }
    if "activity_record" in values:
        free_entries(answers["activity_record"] or [], list_attachments(application.id))
    application.membership_class = answers.get("membership_class") or None
    application.kind = answers.get("kind") or None
    application.name, application.kana = answers.get("name") or "", answers.get("kana") or ""
    application.prefecture = answers.get("prefecture") or ""
    application.corporate_number = application.answers.get("corporate_number")


def _is_answer(name: str, value: object) -> bool:
    return value is not None if name in ANSWERED_WHEN_EMPTY else value not in (None, "", [], False)


def _replace_officers(application: Application, officers: Sequence[Mapping[str, Any]]) -> None:
    db.session.execute(delete(ApplicationOfficer).where(ApplicationOfficer.application_id == application.id))
    db.session.add_all(
        ApplicationOfficer(
            application_id=application.id, position=position, name=officer["name"], kana=officer.get("kana") or "",
            role=officer.get("role") or "", birth_on=officer.get("birth_on") or None,
        )
        for position, officer in enumerate(officers)
    )


def _take_assurances(application: Application, values: Mapping[str, Any], at: datetime) -> None:
    _take_answers(application, {name: value for name, value in values.items() if name in ANSWERED_WHEN_EMPTY})
    if not values.get("notice"):
        application.notice_version = application.notice_accepted_at = None
    elif application.notice_accepted_at is None:
        application.notice_version, application.notice_accepted_at = text_of(TextKind.NOTICE).version, at
    who = values.get("pledged_by") or ""
    if is_being_entered(application):
        _take_pledge_of_paper(application, values, who, at)
    elif not values.get("pledge") or not who:
        application.pledge_version = application.pledged_at = None
    elif application.pledged_at is None or application.pledged_by != who:
        application.pledge_version = pledge_in_force(at=at).version
        application.pledged_at = at
    application.pledged_by = who


def _take_pledge_of_paper(application: Application, values: Mapping[str, Any], who: str, at: datetime) -> None:
    """The pledge as it stands on the paper: who made it, and on which day, which is not one to come."""
    on = date.fromisoformat(values["pledged_on"]) if values.get("pledged_on") else None
    if on is not None and on > civil_date(at):
        raise RuleViolation([Reason("screening.pledged_in_future", field="pledged_on")])
    version = pledge_in_force(at=at).version
    application.pledge_version = application.pledged_at = None
    if values.get("pledge") and who and on is not None:
        application.pledge_version, application.pledged_at = version, start_of(on)
