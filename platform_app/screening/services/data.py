"""Applications as data: the same steps and the same rules as the form on the web, taken by an operator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from platform_app.accounts.services import ensure_user
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import InvalidInput, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.queries import find_member_by_number, list_desks
from platform_app.screening.answers import problems_of, split_document, version_of
from platform_app.screening.queries import get_application
from platform_app.screening.rules.applications import Channel
from platform_app.screening.rules.form import ANSWERED_WHEN_EMPTY, FIELDS, Slot, Step, is_body, is_since
from platform_app.screening.services.applications import begin_draft, pledge_in_force, save_step
from platform_app.screening.services.attachments import attach_address
from platform_app.screening.services.recommendations import ask_desk, ask_member
from platform_app.screening.services.submission import send_in
from platform_app.screening.texts import TextKind, versions_of
from platform_app.web.rules import is_email, is_reading, is_url
from platform_app.web.text import cleaned, full_width_kana, why_not_text

_LONG = frozenset({"purpose", "activities", "what", "subcommittee_wishes"})


@dataclass(frozen=True)
class Submitted:
    """An application that came in as data."""

    application_id: int
    number: str
    name: str


def submit_document(*, document: Mapping[str, Any], by: Actor, at: datetime) -> Submitted:
    """Draft, ask the recommenders and send in, from one document of any form version.

    Raises: InvalidInput with the places at fault, RuleViolation as on the web, Conflict.
    """
    refuse_problems(document)
    cleaned_document = _clean(document)
    refuse_problems(cleaned_document)  # what is cleaned away may have been all there was
    answers, apart = split_document(cleaned_document)
    user_id = ensure_user(email=answers["contact_email"], name=answers["contact_name"], locale="ja", by=by, at=at)
    refuse_if(_why_not_accepted(apart, at=at))
    version = version_of(document)
    draft = begin_draft(user_id=user_id, form_version=version, by=by, at=at)
    draft.channel, application_id = Channel.DATA, draft.id
    _fill_in(application_id, version, answers, apart, by=by, at=at)
    _ask(application_id, apart["recommenders"], by=by, at=at)
    send_in(application_id=application_id, by=by, at=at)
    application = get_application(application_id)
    return Submitted(application.id, application.number or "", application.name)


def refuse_problems(document: object) -> None:
    """Refuse a document that does not fit the form's schema or holds text that cannot be kept.

    Raises: InvalidInput.
    """
    found: dict[str, list[Reason]] = {}
    for reason in (*problems_of(document), *_text_problems(document, "")):
        found.setdefault(reason.field or "/", []).append(reason)
    if found:
        raise InvalidInput(found)


def _text_problems(value: object, path: str) -> Sequence[Reason]:
    if isinstance(value, Mapping):
        return [reason for name, part in value.items() for reason in _text_problems(part, f"{path}/{name}".lstrip("/"))]
    if isinstance(value, list):
        return [reason for place, part in enumerate(value) for reason in _text_problems(part, f"{path}/{place}")]
    if not isinstance(value, str):
        return []
    name = path.rsplit("/", 1)[-1]
    reasons = [Reason(reason.code, reason.facts, path) for reason in why_not_text(value, is_long=name in _LONG)]
    if name == "website" or ("/" in path and name == "address"):
        reasons += [] if is_url(value) else [Reason("web.url", field=path)]
    if _is_reading_at(path) and not is_reading(value):
        reasons.append(Reason("web.kana", field=path))
    if name in ("since", "founded_on") and not is_since(value):
        reasons.append(Reason("screening.since_wrong", field=path))
    if name in ("contact_email", "email") and not is_email(value):
        reasons.append(Reason("web.email", field=path))
    return reasons


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        parts = {name: _clean(part) for name, part in value.items()}
        return {name: full_width_kana(part) if _is_reading_at(name) and isinstance(part, str) else part for name, part in parts.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return cleaned(value).strip() if isinstance(value, str) else value


def _is_reading_at(path: str) -> bool:
    return path.rsplit("/", 1)[-1] in ("kana", "representative_kana")


def _why_not_accepted(apart: Mapping[str, Any], *, at: datetime) -> tuple[Reason, ...]:
    """Reasons against texts that were never published, or a pledge that is not the one in force."""
    found = []
    if apart["notice"]["version"] not in {text.version for text in versions_of(TextKind.NOTICE)}:
        found.append(Reason("screening.text_unknown", field="notice/version"))
    if apart["pledge"]["version"] != pledge_in_force(at=at).version:
        found.append(Reason("screening.text_unknown", field="pledge/version"))
    return tuple(found)


def _fill_in(application_id: int, version: int, answers: Mapping[str, Any], apart: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    for step in (Step.MEMBERSHIP, Step.BODY, Step.PEOPLE, Step.ACTIVITIES):
        values = {name: answers.get(name) for name in FIELDS[version][step]}
        save_step(application_id=application_id, step=step, values=values, shown=None, by=by, at=at)
    if is_body(answers):
        officers = {"officers": apart.get("officers", [])}
        save_step(application_id=application_id, step=Step.OFFICERS, values=officers, shown=None, by=by, at=at)
    keys = [entry.get("key") for entry in get_application(application_id).answers["activity_record"]]
    for place, paper in enumerate(apart.get("attachments", [])):
        entry = _entry_of(paper, keys, f"attachments/{place}/entry")
        attach_address(application_id=application_id, slot=Slot(paper["slot"]), address=paper["address"], entry=entry, by=by, at=at)
    consent = {name: answers[name] for name in ANSWERED_WHEN_EMPTY if name in answers}
    assurances = {"notice": apart["notice"]["accepted"], "pledge": apart["pledge"]["accepted"], "pledged_by": apart["pledge"]["by"]}
    save_step(application_id=application_id, step=Step.PLEDGE, values=consent | assurances, shown=None, by=by, at=at)
    get_application(application_id).notice_version = apart["notice"]["version"]


def _entry_of(paper: Mapping[str, Any], keys: Sequence[str | None], path: str) -> str | None:
    if "entry" not in paper:
        return None
    place = int(paper["entry"])  # 1.0 is a whole number to a JSON Schema
    refuse_if([] if place <= len(keys) and paper["slot"] == Slot.EVIDENCE.value else [Reason("screening.entry_unknown", field=path)])
    return keys[place - 1]


def _ask(application_id: int, recommenders: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    on = civil_date(at)
    for number in recommenders.get("members", ()):
        member = find_member_by_number(int(number), on=on)
        refuse_if([] if member else [Reason("screening.member_unknown", {"number": number}, "recommenders/members")])
        if member is not None:
            ask_member(application_id=application_id, member_id=member.id, by=by, at=at)
    if "ministry" in recommenders:
        ministry = recommenders["ministry"]
        desk = next((desk for desk in list_desks(on, text="") if desk.ministry == ministry), None)
        refuse_if([] if desk else [Reason("screening.ministry_unknown", {"ministry": ministry}, "recommenders/ministry")])
        if desk is not None:
            ask_desk(application_id=application_id, desk_id=desk.id, by=by, at=at)
