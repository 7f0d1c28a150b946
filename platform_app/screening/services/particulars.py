"""From answers to the register: the particulars and the people that a release hands to `members`."""

from typing import Any

from platform_app.members.rules import KindOfBody, MemberKind, NewPerson, Particulars, PublicField, TermRole
from platform_app.members.rules.prefectures import prefecture_code
from platform_app.screening.models import Application
from platform_app.screening.rules.form import is_body
from platform_app.screening.rules.recommendations import plain_name

_DIRECTORY = frozenset({PublicField.NAME, PublicField.PREFECTURE, PublicField.WEBSITE})


def particulars_of(application: Application) -> Particulars:
    """What the register takes over from an application."""
    answers = application.answers
    return Particulars(
        name=application.name,
        kind=MemberKind(answers.get("kind", MemberKind.ORGANISATION.value)),
        kana=answers.get("kana", ""),
        former_names=_several(answers.get("former_names")),
        short_names=_several(answers.get("short_name")),
        corporate_number=answers.get("corporate_number"),
        postal_code=answers.get("postal_code", ""),
        prefecture=prefecture_code(answers.get("prefecture", "")),
        address=answers.get("address", ""),
        phone=answers.get("phone", ""),
        email=answers.get("contact_email", ""),
        website=answers.get("website", ""),
        kind_of_body=KindOfBody(answers["body_kind"]) if answers.get("body_kind") else None,
        purpose=answers.get("purpose", ""),
        activities=answers.get("activities", ""),
        publishes=_DIRECTORY if answers.get("publication_consent") else frozenset(),
    )


def _several(text: Any) -> tuple[str, ...]:
    parts = str(text or "").replace("；", ";").replace("\n", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def people_of_applicant(application: Application) -> tuple[NewPerson, ...]:
    """The representative and the contact; one person where both have the same name, and for an individual."""
    answers = application.answers
    name, email, phone = (str(answers.get(f"contact_{part}") or "") for part in ("name", "email", "phone"))
    representative = str(answers.get("representative_name") or name) if is_body(answers) else application.name
    kana = str((answers.get("representative_kana") if is_body(answers) else answers.get("kana")) or "")
    if plain_name(representative) == plain_name(name):
        both = frozenset({TermRole.REPRESENTATIVE, TermRole.CONTACT})
        return (NewPerson(name=representative, kana=kana, email=email, phone=phone, roles=both),)
    return (
        NewPerson(name=representative, kana=kana, roles=frozenset({TermRole.REPRESENTATIVE})),
        NewPerson(name=name, email=email, phone=phone, roles=frozenset({TermRole.CONTACT})),
    )
