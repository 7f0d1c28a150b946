"""The job that sends mail, in the jobs' own process."""

from datetime import datetime

import structlog

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import now
from platform_app.mail.carriers import Carrier, open_carrier
from platform_app.mail.rules import DeliveryError, LinkUnusable
from platform_app.mail.services.delivery import LEASE, Failure, give_back, lease_due, mark_failed, mark_sent
from platform_app.mail.writing import Letter, write

BATCH = 20
_RESERVE = LEASE / 5

log = structlog.get_logger(__name__)


def deliver_mail(at: datetime | None = None, *, carrier: Carrier | None = None) -> int:
    """Send what is due and answer how many were sent.

    A process killed between sending and marking leaves a leased message: it is sent again after the lease, with the same Message-ID.
    No transaction is open while a server is waited for.
    """
    sent = 0
    while True:
        batch_at = at or now()
        with transaction():
            lease, ids = lease_due(at=batch_at, limit=BATCH)
        if not ids:
            return sent
        sent += _deliver(lease, ids, batch_at, carrier or open_carrier())


def _deliver(lease: str, ids: list[int], began_at: datetime, carrier: Carrier) -> int:
    sent, started = 0, now()
    try:
        for mail_message_id in ids:
            if now() - started > LEASE - _RESERVE:
                with transaction():
                    give_back(lease=lease)
                break
            sent += _deliver_one(mail_message_id, lease, began_at, carrier)
    finally:
        carrier.close()
    return sent


def _deliver_one(mail_message_id: int, lease: str, at: datetime, carrier: Carrier) -> bool:
    letter = _write(mail_message_id)
    failure = letter if isinstance(letter, Failure) else carrier.carry(letter, mail_message_id)
    subject = letter.subject if isinstance(letter, Letter) else None
    with transaction():
        if failure is None:
            mark_sent(mail_message_id=mail_message_id, lease=lease, subject=subject or "", at=at)
        else:
            mark_failed(mail_message_id=mail_message_id, lease=lease, subject=subject, failure=failure, at=at)
    log.info("mail", message=mail_message_id, outcome="sent" if failure is None else failure.error.value)
    return failure is None


def _write(mail_message_id: int) -> Letter | Failure:
    with reading():
        try:
            return write(mail_message_id)
        except LinkUnusable:
            return Failure(DeliveryError.LINK_REVOKED)
        except Exception as error:
            log.exception("mail cannot be written", message=mail_message_id)
            return Failure(DeliveryError.NOT_WRITTEN, None, type(error).__name__)
