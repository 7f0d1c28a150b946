"""The address by which an applicant is reached, when mail to it comes back."""

from datetime import datetime

from platform_app.accounts.queries import get_user
from platform_app.accounts.services import ensure_user
from platform_app.audit.services import record
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import revoke_links
from platform_app.screening.events import ApplicantAddressChanged
from platform_app.screening.queries import get_sent_application
from platform_app.screening.rules.applications import OPEN


def change_address(*, application_id: int, address: str, reason: str, by: Actor, at: datetime) -> None:
    """Reach the applicant by another address from now on: links to the old one open nothing any more, both addresses get a mail.

    The contact's address in the answers follows where it was the old one. Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    if application.status not in OPEN or application.user_id is None:
        refuse_if([Reason("screening.not_open", {"status": application.status})])
        return
    old = get_user(application.user_id)
    new_id = ensure_user(email=address, name=old.name, locale=old.locale, by=by, at=at)
    if new_id == old.id:
        refuse_if([Reason("screening.same_address", field="address")])
    application.user_id = new_id
    if str(application.answers.get("contact_email") or "").casefold() == old.email.casefold():
        application.answers = {**application.answers, "contact_email": address}
    revoke_links(purpose=LinkPurpose.APPLICATION_RESUME, subject_type="application", subject_id=application.id, at=at)
    event = ApplicantAddressChanged(application_id=application.id, old_user_id=old.id, new_user_id=new_id)
    record(event, by=by, at=at, reason=reason)
