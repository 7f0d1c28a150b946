"""Another address for an applicant who cannot be reached."""

from flask.typing import ResponseReturnValue

from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.screening.forms import AddressForm
from platform_app.screening.permissions import CHANGE_ADDRESS
from platform_app.screening.services.addresses import change_address
from platform_app.screening.views.application import application_page, back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.staleness import refuse_stale
from platform_app.web.access import current_actor, requires, writes


@blueprint.post("/secretariat/applications/<int:application_id>/address")
@requires(CHANGE_ADDRESS)
@writes
def change_applicant_address(application_id: int) -> ResponseReturnValue:
    """Reach the applicant by another address."""
    refuse_stale(application_id)
    form = AddressForm()
    if not form.accepts():
        return application_page(application_id, form=form, status=422)
    try:
        change_address(application_id=application_id, address=form.address.data, reason=form.reason.data, by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return application_page(application_id, form=form, status=409)
    return back_to(application_id)
