"""The packet as a paper of one page: plain data for the typesetter, in Japanese, with long texts cut and marked as such.

It holds no birth dates and no sealed grounds. Who asked for it stands on the page, so that a copy tells where it came from.
"""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import force_locale

from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import TOKYO
from platform_app.kernel.roles import Role
from platform_app.screening.models import Application, ScreeningCheck
from platform_app.screening.packet import ApplicationPacket, application_packet
from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.recommendations import RecommendationStatus
from platform_app.web.words import say

_LONG, _MIDDLE, _SHORT = 320, 160, 60
_MOST_LINES = 6
_MORE = "…（以下略）"


def board_paper(application_id: int, *, for_actor: Actor, at: datetime) -> dict[str, object]:
    """What the paper of an application says, for the person who asked.

    Raises: NotFound.
    """
    packet = application_packet(application_id)
    facts = packet.facts
    if not isinstance(facts, ApplicationPacket):
        raise TypeError("the packet of an application has other facts")
    with force_locale("ja"):
        return {
            "title": facts.application.name,
            "number": facts.application.number or "",
            "recipient": _recipient(for_actor),
            "printed_at": at.astimezone(TOKYO).isoformat(timespec="minutes"),
            "basics": _basics(facts),
            "purpose": _cut(facts.answers.get("purpose"), _LONG),
            "activities": _cut(facts.answers.get("activities"), _LONG),
            "record": _record(facts.answers),
            "checks": _checks(facts),
            "points": _points(facts),
            "recommendations": _recommendations(facts),
            "officers": _officers(facts),
            "papers": _papers(facts),
        }


def _recipient(actor: Actor) -> str:
    bodies = [grant.label or "" for grant in actor.grants if grant.role is Role.BOARD_MEMBER and grant.member_id == actor.acting_for]
    return "\u3000".join(filter(None, (*bodies[:1], actor.name)))


def _cut(text: object, most: int) -> str:
    plain = " ".join(str(text or "").split())
    return plain if len(plain) <= most else plain[:most].rstrip() + _MORE


def _basics(facts: ApplicationPacket) -> list[list[str]]:
    application, answers = facts.application, facts.answers
    kind = answers.get("body_kind")
    place = f"{answers.get('prefecture', '')}{answers.get('address', '')}"
    representative = f"{answers.get('representative_title', '')} {answers.get('representative_name', '')}"
    rows = (
        ("会員区分", say(application.membership_class) if application.membership_class else ""),
        ("種別", say(facts.labels.kinds[kind]) if kind else _kind_of(application)),
        ("法人番号", application.corporate_number or ""),
        ("所在地", place),
        ("代表者", representative),
        ("設立", str(answers.get("founded_on") or "")),
        ("活動分野", "、".join(say(facts.labels.areas[area]) for area in answers.get("areas", ()))),
        ("ウェブサイト", str(answers.get("website") or "")),
    )
    return [[label, _cut(value, _MIDDLE)] for label, value in rows if value.strip()]


def _kind_of(application: Application) -> str:
    return say(application.kind) if application.kind else ""


def _record(answers: Mapping[str, object]) -> list[str]:
    entries = answers.get("activity_record")
    lines = [f"{entry.get('since', '')}〜　{entry.get('what', '')}" for entry in entries] if isinstance(entries, list) else []
    return _few([_cut(line, _MIDDLE) for line in lines])


def _few(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], f"ほか{len(lines) - _MOST_LINES}件"]


def _checks(facts: ApplicationPacket) -> list[list[str]]:
    return [[say(kind), _finding(check, facts), _cut(check.note, _LONG)] for kind, check in facts.checks.items()]


def _points(facts: ApplicationPacket) -> list[list[str]]:
    return [
        [_cut(point.check.title, _MIDDLE), point.added_by, _finding(point.check, facts), _cut(point.check.note, _MIDDLE)]
        for point in facts.points
    ]


def _finding(check: ScreeningCheck, facts: ApplicationPacket) -> str:
    if check.satisfied_at is None:
        return say(check.status)
    if check.kind is CheckKind.ANTI_SOCIAL_FORCES and facts.conclusion:
        return say(facts.conclusion)
    return say(check.assessment) if check.assessment else say(check.status)


def _recommendations(facts: ApplicationPacket) -> list[list[str]]:
    given = [line for line in facts.recommending.lines if line.row.status is RecommendationStatus.GIVEN]
    return [
        [line.row.label, _cut(line.row.answer_name, _SHORT), "　".join([*map(say, line.against), _cut(line.row.answer_reason, _MIDDLE)])]
        for line in given[:_MOST_LINES]
    ]


def _officers(facts: ApplicationPacket) -> str:
    names = [f"{officer.role} {officer.name}".strip() for officer in facts.officers]
    return "、".join(names[:20]) + (f" ほか{len(names) - 20}名" if len(names) > 20 else "")


def _papers(facts: ApplicationPacket) -> str:
    names = [f"{say(row.slot)}（{row.address or facts.files[row.file_id or 0].name}）" for row in facts.attachments]
    return _cut("、".join(names), _LONG)
