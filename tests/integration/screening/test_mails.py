"""Who is written to when an application arrives, and in which language."""

from collections.abc import Callable
from email.message import EmailMessage

from flask import Flask

from platform_app.accounts.services import accept_invitation, ensure_user, grant_office, invite_user
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link
from platform_app.screening.models import Application
from platform_app.screening.queries import list_recommendations
from platform_app.screening.services.checks import take_up
from platform_app.screening.services.returns import return_for_correction
from platform_app.screening.services.submission import send_in
from tests.integration.screening.applying import AT, SECRETARIAT, applicant, make_recommenders, submitted, token_of
from tests.integration.screening.signing_in import PASSWORD

Mails = Callable[[str], list[EmailMessage]]


def appoint(email: str, locale: str, role: Role = Role.SECRETARIAT) -> None:
    """An active account with an office."""
    with transaction():
        user_id = ensure_user(email=email, name="見本 職員", locale=locale, by=OPERATOR, at=AT)
        grant_office(user_id=user_id, role=role, by=OPERATOR, at=AT)
        link_id = invite_user(user_id=user_id, by=OPERATOR, at=AT, by_mail=False)
        link = find_link(token=token_of(link_id), purpose=LinkPurpose.INVITATION, at=AT)
        accept_invitation(link=link, name="見本 職員", password=PASSWORD, by=OPERATOR, at=AT)


def of_arrival(found: list[EmailMessage]) -> list[str]:
    """Subjects and texts of the mails about arrived applications."""
    return [mail["Subject"] + "\n" + mail.get_content() for mail in found if "/secretariat/applications/" in mail.get_content()]


def test_each_holder_of_the_secretariats_office_learns_of_an_application_and_of_no_person(database: Flask, mails: Mails) -> None:
    appoint("ichi@platform.example", "ja")
    appoint("ni@platform.example", "en")
    appoint("kansa@platform.example", "ja", Role.AUDITOR)
    make_recommenders()
    application_id = submitted()
    application = db.session.get_one(Application, application_id)
    (text,) = of_arrival(mails("ichi@platform.example"))
    assert f"新しい入会申込（{application.number}）が届きました" in text
    assert application.name in text
    assert f"/secretariat/applications/{application_id}\r\n" in text
    for personal in ("representative_name", "contact_name", "contact_email", "contact_phone"):
        assert application.answers[personal] not in text
    (text,) = of_arrival(mails("ni@platform.example"))
    assert f"New application {application.number}" in text
    assert of_arrival(mails("kansa@platform.example")) == []


def test_an_individual_is_not_named(database: Flask, mails: Mails) -> None:
    appoint("ichi@platform.example", "ja")
    make_recommenders()
    application_id = submitted(kind="individual", membership_class="supporting", name="見本 一郎", corporate_number=None, officers=[])
    (text,) = of_arrival(mails("ichi@platform.example"))
    assert "個人の方からの入会申込が届きました" in text
    assert "一郎" not in text
    assert db.session.get_one(Application, application_id).name == "見本 一郎"


def test_a_corrected_application_is_announced_as_such(database: Flask, mails: Mails) -> None:
    appoint("ichi@platform.example", "ja")
    make_recommenders()
    application_id = submitted()
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        return_for_correction(application_id=application_id, remark="目的を詳しく書いてください。", by=SECRETARIAT, at=AT)
    with transaction():
        send_in(application_id=application_id, by=applicant(application_id), at=AT)
    _first, second = of_arrival(mails("ichi@platform.example"))
    assert "補正された入会申込" in second


def test_a_recommender_with_an_account_is_asked_in_its_language(database: Flask, mails: Mails) -> None:
    make_recommenders()
    application_id = submitted()
    english, japanese = [row.address for row in list_recommendations(application_id)][:2]
    with transaction():
        ensure_user(email=english, name="Mihon", locale="en", by=OPERATOR, at=AT)
    assert "Request for a recommendation" in mails(english)[0]["Subject"]
    assert "推薦" in mails(japanese)[0]["Subject"]
