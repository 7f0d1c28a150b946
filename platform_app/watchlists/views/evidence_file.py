"""The evidence file of a case: all of it as PDF in Japanese, made for one reader and kept nowhere."""

from datetime import datetime

from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _

from platform_app.accounts.queries import list_users
from platform_app.documents.rules import PaperKind
from platform_app.documents.services import set_paper
from platform_app.documents.services.sending import content_disposition
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import TOKYO
from platform_app.watchlists.hashing import read_party
from platform_app.watchlists.models import CaseStep, Disposition, WatchCase
from platform_app.watchlists.queries.cases import list_openings, list_steps, list_subjects
from platform_app.watchlists.queries.hits import HitDetail, hits_of_case
from platform_app.watchlists.rules.evidence import Evidence, Field, MarkKind
from platform_app.watchlists.rules.facts import Party
from platform_app.watchlists.rules.second_facts import SecondFact, second_facts_of
from platform_app.watchlists.rules.segments import Segment, changes_of, segments_of
from platform_app.watchlists.words import role_words
from platform_app.web.words import say

Rows = list[list[str]]


def evidence_pdf(case: WatchCase, *, by: Actor, at: datetime) -> bytes:
    """The PDF of a case as it stands."""
    details, steps, openings = hits_of_case(case.id), list_steps(case.id), list_openings(case.id)
    names = _Names(details, steps, [row.opened_by_id for row in openings], by)
    with force_locale("ja"):
        data = {
            "contact": [],
            "made_by": names.of(by.user_id),
            "made_at": _local(at),
            "facts": [[_("Case"), case.label], [_("Watched since"), _day(case.opened_at)]],
            "subjects": [_party_rows(role_words(row.role), read_party(row.sealed)) for row in list_subjects(case.id)],
            "hits": [_hit(detail, names) for detail in details],
            "steps": [_step(step, names) for step in steps],
            "openings": [[f"{_local(row.opened_at)[:16].replace('T', ' ')}", f"{names.of(row.opened_by_id)}: {row.reason}"] for row in openings],
        }
    return set_paper(kind=PaperKind.SCREENING_EVIDENCE, data=data)


def file_response(content: bytes, case_id: int) -> Response:
    """The PDF as an attachment that nothing stores."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(f"審査記録_{case_id}.pdf", fallback=f"evidence-{case_id}.pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


class _Names:
    """Names of the people who did something in a case."""

    def __init__(self, details: list[HitDetail], steps: list[CaseStep], others: list[int | None], by: Actor) -> None:
        ids = {by.user_id, *others, *(step.noted_by_id for step in steps)}
        for detail in details:
            ids |= {user_id for row in detail.dispositions for user_id in (row.decided_by_id, row.second_by_id)}
        self._names = {user_id: user.name for user_id, user in list_users(user_id for user_id in ids if user_id is not None).items()}

    def of(self, user_id: int | None) -> str:
        """A name, or the operator's."""
        return self._names.get(user_id, _("Operator")) if user_id is not None else _("Operator")


def _local(at: datetime) -> str:
    return at.astimezone(TOKYO).isoformat(timespec="seconds")


def _day(at: datetime) -> str:
    return _local(at)[:10]


def _party_rows(title: str, party: Party) -> Rows:
    rows = [
        (title, f"{party.name}（{say(party.kind)}）"),
        (_("Kana"), party.kana),
        (_("Former names"), "、".join(party.former_names)),
        (_("Birth date"), party.birth_on.isoformat() if party.birth_on else ""),
        (_("Corporate Number"), party.corporate_number),
        (_("Home or seat"), party.address),
    ]
    return [[name, text] for name, text in rows if text]


def _hit(detail: HitDetail, names: _Names) -> dict[str, object]:
    evidence = detail.evidence
    ours, theirs = segments_of(evidence.ours, evidence.theirs, evidence.marks)
    facts = [
        [_("Watched name"), f"{detail.subject.name}（{role_words(detail.role)}）"],
        [_("What was compared"), _fields(evidence)],
        [_("Evidence"), _by_what(evidence)],
        *([[_("Chance"), say(evidence.chance)]] if evidence.chance else []),
        [_("Characters"), "\n".join(_change(*change) for change in changes_of(evidence.ours, evidence.theirs, evidence.marks))],
        *([say(fact.finding.topic), _told(fact)] for fact in second_facts_of(evidence.findings, detail.subject, detail.entry)),
        [_("What would settle this"), "、".join(say(settler) for settler in evidence.settlers)],
        [_("List"), f"{detail.list_name}（{detail.source}、{detail.dated}）"],
        *_party_rows(_("Entry"), detail.entry),
    ]
    return {
        "title": " — ".join([say(detail.row.tier), say(detail.row.status), *([] if detail.is_live else [_("does not count any more")])]),
        "ours": _parts(ours),
        "theirs": _parts(theirs),
        "facts": [row for row in facts if row[1]],
        "dispositions": [*(_disposition(row, names) for row in detail.dispositions), *_remembered(detail)],
    }


def _fields(evidence: Evidence) -> str:
    fields = (evidence.ours_field, evidence.theirs_field)
    return " / ".join(map(say, fields)) if set(fields) != {Field.NAME} else ""


def _by_what(evidence: Evidence) -> str:
    return f"{say(evidence.rule)}（{_('by an estimated reading')}）" if evidence.is_generated else say(evidence.rule)


def _told(fact: SecondFact) -> str:
    agreement = say(fact.finding.agreement)
    return f"{agreement}（{fact.ours} / {fact.theirs}）" if fact.ours else agreement


def _change(ours: str, theirs: str, kind: MarkKind) -> str:
    nothing = _("no character")
    return f"{ours or nothing} → {theirs or nothing}（{say(kind)}）"


def _parts(segments: tuple[Segment, ...]) -> list[list[object]]:
    return [[segment.text, segment.kind is not None] for segment in segments]


def _disposition(row: Disposition, names: _Names) -> Rows:
    rows = [[_("Decision"), f"{_day(row.decided_at)} {names.of(row.decided_by_id)}: {say(row.choice)}\n{row.reason}"]]
    if row.second_at is not None:
        answer = _("I agree") if row.second_agrees else _("I do not agree: it stays undecided")
        rows.append([_("Second person"), f"{_day(row.second_at)} {names.of(row.second_by_id)}: {answer}\n{row.second_reason or ''}"])
    elif row.takes_two:
        rows.append([_("Second person"), _("has not answered yet")])
    return rows


def _remembered(detail: HitDetail) -> list[Rows]:
    is_remembered = detail.row.remembered_from_id is not None
    return [[[_("Decision"), _("The same pair was cleared before, and nothing has changed since.")]]] if is_remembered else []


def _step(step: CaseStep, names: _Names) -> Rows:
    text = "\n".join(part for part in (step.where, step.what) if part)
    who = names.of(step.noted_by_id) if step.noted_by_id is not None else _("came with the application")
    return [[say(step.kind), f"{step.on.isoformat()} {who}\n{text}"]]
