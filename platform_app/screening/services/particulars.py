"""From answers to the register: the particulars and the people that a release hands to `members`."""

from collections.abc import Mapping
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
        former_names=several(answers.get("former_names")),
        short_names=several(answers.get("short_name")),
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
        publishes=publishes(application),
    )


def several(text: Any) -> tuple[str, ...]:
    """The names of a field that holds several, parted by semicolons or lines."""
    parts = str(text or "").replace("；", ";").replace("\n", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def publishes(application: Application) -> frozenset[PublicField]:
    """What the applicant lets the public directory show; the first version of the form asked for three fields at once."""
    if application.form_version == 1:
        return _DIRECTORY if application.answers.get("publication_consent") else frozenset()
    chosen = frozenset(PublicField(code) for code in application.answers.get("publication") or ())
    return chosen if is_body(application.answers) else chosen - {PublicField.REPRESENTATIVE}


def people_of_applicant(application: Application) -> tuple[NewPerson, ...]:
    """The representative, the contact and further people with their roles; entries of the same name are one person."""
    answers = application.answers
    found: dict[str, NewPerson] = {}
    for person in (*_first_people(application), *(_further(entry) for entry in answers.get("further_people") or ())):
        key = plain_name(person.name)
        found[key] = _merged(found[key], person) if key in found else person
    return tuple(found.values())


def _first_people(application: Application) -> tuple[NewPerson, NewPerson]:
    answers = application.answers
    name, email, phone = (str(answers.get(f"contact_{part}") or "") for part in ("name", "email", "phone"))
    representative = str(answers.get("representative_name") or name) if is_body(answers) else application.name
    kana = str((answers.get("representative_kana") if is_body(answers) else answers.get("kana")) or "")
    return (
        NewPerson(name=representative, kana=kana, roles=frozenset({TermRole.REPRESENTATIVE})),
        NewPerson(name=name, email=email, phone=phone, roles=frozenset({TermRole.CONTACT})),
    )


def _further(entry: Mapping[str, Any]) -> NewPerson:
    roles = frozenset(TermRole(role) for role in entry.get("roles") or ())
    name, kana, email, phone = (str(entry.get(part) or "") for part in ("name", "kana", "email", "phone"))
    return NewPerson(name=name, kana=kana, email=email, phone=phone, roles=roles)


def _merged(one: NewPerson, other: NewPerson) -> NewPerson:
    texts = {name: getattr(one, name) or getattr(other, name) for name in ("kana", "email", "phone")}
    return NewPerson(name=one.name, **texts, roles=one.roles | other.roles)
