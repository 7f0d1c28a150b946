"""The papers of an application as the board opens them: from the page of its deliberation, by those who may see its contents."""

from flask.typing import ResponseReturnValue

from platform_app.committees.permissions import TAKE_PART
from platform_app.committees.queries import get_shown_subject
from platform_app.documents.rules import PaperKind
from platform_app.documents.services import send, send_paper
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound
from platform_app.screening.board_paper import board_paper
from platform_app.screening.packet import SUBJECT_TYPE
from platform_app.screening.queries import get_attachment
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of


@blueprint.get("/board/deliberations/<int:deliberation_id>/papers/<int:attachment_id>")
@requires(TAKE_PART)
def download_paper(deliberation_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file of a paper, for a seat that declared no conflict of interest."""
    application_id = get_shown_subject(deliberation_id, subject_type=SUBJECT_TYPE, by=current_actor(), at=now())
    attachment = get_attachment(attachment_id, application_id=application_id)
    if attachment.file_id is None:
        raise NotFound
    show_of(SUBJECT_TYPE, application_id)
    return send(file_id=attachment.file_id)


@blueprint.get("/board/deliberations/<int:deliberation_id>/packet")
@requires(TAKE_PART)
def download_packet(deliberation_id: int) -> ResponseReturnValue:
    """The one-page packet as PDF, with the name of who asked for it on the page."""
    actor, at = current_actor(), now()
    application_id = get_shown_subject(deliberation_id, subject_type=SUBJECT_TYPE, by=actor, at=at)
    show_of(SUBJECT_TYPE, application_id)
    paper = board_paper(application_id, for_actor=actor, at=at)
    return send_paper(kind=PaperKind.BOARD_PACKET, data=paper, name=f"審議資料_{paper['number']}.pdf")
