"""What stands in the letters about an application; letters are written in Japanese, their legal form."""

from collections.abc import Iterator
from datetime import date, datetime

from platform_app.bylaws.queries import rules_at
from platform_app.documents.queries import list_files
from platform_app.documents.rules import Addressee, AdmissionApproved, AdmissionRefused, ApplicationReceipt, ReceiptFile
from platform_app.kernel.clock import civil_date
from platform_app.screening.models import Application, ApplicationDecision
from platform_app.screening.queries import list_attachments
from platform_app.screening.rules.form import Slot, is_body

_CLASSES = {"regular": "会員", "cooperating": "協力会員", "supporting": "賛助会員"}
_SLOTS = {Slot.ARTICLES: "定款・会則", Slot.OFFICER_ROSTER: "役員名簿", Slot.ANNUAL_REPORT: "事業報告書等", Slot.EVIDENCE: "活動実績の資料",
          Slot.SCAN: "申込書（書面）"}


def addressee_of(application: Application) -> Addressee:
    """To whom letters about an application are addressed: the body with its representative, or the person."""
    answers = application.answers
    if not is_body(answers):
        return Addressee(organisation=None, person=application.name)
    return Addressee(organisation=application.name, title=answers.get("representative_title"), person=answers.get("representative_name"))


def class_on_letters(application: Application) -> str:
    """The membership class in the words of the bylaws."""
    return _CLASSES[application.answers["membership_class"]]


def sender_on(on: date) -> tuple[str, ...]:
    """The lines of the sender as the rules of that day have it."""
    return tuple(rules_at(on).text("letters.sender").splitlines())


def receipt(application: Application, *, at: datetime) -> ApplicationReceipt:
    """The receipt of an application with its number, the hashes of its files and the public addresses of its other papers."""
    return ApplicationReceipt(
        number=application.number or "",
        issued_on=civil_date(at),
        addressee=addressee_of(application),
        sender=sender_on(civil_date(at)),
        applicant_name=application.name,
        membership_class=class_on_letters(application),
        submitted_at=at,
        files=tuple(_papers(application)),
    )


def _papers(application: Application) -> Iterator[ReceiptFile]:
    rows = list_attachments(application.id)
    facts = {file.id: file for file in list_files([row.file_id for row in rows if row.file_id is not None])}
    for row in rows:
        file = facts.get(row.file_id or 0)
        if file is not None:
            yield ReceiptFile(label=_SLOTS[row.slot], name=file.name, size_bytes=file.size_bytes, sha256=file.sha256)
        elif row.address:
            yield ReceiptFile(label=_SLOTS[row.slot], name=row.address)
    for entry in application.answers.get("activity_record") or ():
        if entry.get("address"):
            yield ReceiptFile(label=_SLOTS[Slot.EVIDENCE], name=str(entry["address"]))


def approval(
    application: Application, *, number: str, member_number: int, admitted_on: date, on: date, sender: tuple[str, ...]
) -> AdmissionApproved:
    """The letter of an approval."""
    answers = application.answers
    return AdmissionApproved(
        number=number,
        issued_on=on,
        addressee=addressee_of(application),
        sender=sender,
        member_name=application.name,
        membership_class=class_on_letters(application),
        member_number=member_number,
        representative=answers.get("representative_name") if is_body(answers) else None,
        admitted_on=admitted_on,
    )


def refusal(
    application: Application, decision: ApplicationDecision, *, number: str, on: date, sender: tuple[str, ...], may_apply_again: bool = True
) -> AdmissionRefused:
    """The letter of a refusal with its reasons, one paragraph each."""
    return AdmissionRefused(
        number=number,
        issued_on=on,
        addressee=addressee_of(application),
        sender=sender,
        applicant_name=application.name,
        application_number=application.number or "",
        membership_class=class_on_letters(application),
        submitted_on=civil_date(application.submitted_at or decision.decided_at),
        decided_on=civil_date(decision.decided_at),
        reasons=tuple(line.strip() for line in decision.reasons.splitlines() if line.strip()),
        may_apply_again=may_apply_again,
    )
