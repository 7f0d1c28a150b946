"""The secretariat's page of mail: what could not be delivered, and what was sent of late."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.kernel.clock import now
from platform_app.mail.permissions import RESEND, VIEW_DELIVERY
from platform_app.mail.queries import messages
from platform_app.mail.rules import MessageState
from platform_app.mail.services import resend
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.paging import page_number, paginate
from platform_app.web.render import render

blueprint = Blueprint("mail", __name__)

_STATES = {state.value: state for state in MessageState}


@blueprint.get("/secretariat/mail")
@requires(VIEW_DELIVERY)
def list_messages() -> ResponseReturnValue:
    """Undelivered messages, or with `?state=` those of another state or of all."""
    chosen = request.args.get("state", MessageState.UNDELIVERED.value)
    page = paginate(messages(_STATES.get(chosen)), page_number())
    return render("mail/message_list.html", page=page, chosen=chosen if chosen in _STATES else "all", states=list(MessageState))


@blueprint.post("/secretariat/mail/<int:mail_message_id>/resend")
@requires(RESEND)
@writes
def send_again(mail_message_id: int) -> ResponseReturnValue:
    """Put a message back into the queue."""
    resend(mail_message_id=mail_message_id, by=current_actor(), at=now())
    return redirect(url_for("mail.list_messages"), 303)
