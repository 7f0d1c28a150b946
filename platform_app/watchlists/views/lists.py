"""Lists with their versions, and taking a version back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.watchlists.forms import ReasonForm, UploadForm
from platform_app.watchlists.permissions import IMPORT_LISTS
from platform_app.watchlists.queries.due import list_runs
from platform_app.watchlists.queries.lists import get_version, list_versions, name_of_list
from platform_app.watchlists.queries.uploads import list_open_uploads
from platform_app.watchlists.rules.lists import VersionStatus
from platform_app.watchlists.services.staging import undo_version
from platform_app.watchlists.services.uploads import receive_list
from platform_app.watchlists.views.blueprint import blueprint
from platform_app.web.access import current_actor, needs_presence, requires, writes
from platform_app.web.render import render


@blueprint.get("/screening/lists")
@requires(IMPORT_LISTS)
def show_lists() -> ResponseReturnValue:
    """Every version of every list, what is coming in, and the runs of screening."""
    return _page(UploadForm(formdata=None))


@blueprint.post("/screening/lists")
@requires(IMPORT_LISTS)
@needs_presence
@writes
def upload_list() -> ResponseReturnValue:
    """Take a file in; its columns are named next."""
    form = UploadForm()
    if not form.accepts():
        return _page(form, status=422)
    facts = {"list_name": form.list_name.data, "source": form.source.data, "dated": form.dated.data}
    file = form.file.data
    try:
        upload_id = receive_list(stream=file.stream, file_name=file.filename, **facts, by=current_actor(), at=now())
    except InvalidInput as refused:
        form.refuse(refused)
        return _page(form, status=422)
    return redirect(url_for("watchlists.show_upload", upload_id=upload_id))


@blueprint.get("/screening/versions/<int:list_version_id>")
@requires(IMPORT_LISTS)
def show_version(list_version_id: int) -> ResponseReturnValue:
    """One version, and the way to take it back."""
    return _version_page(list_version_id, ReasonForm(formdata=None))


@blueprint.post("/screening/versions/<int:list_version_id>/undo")
@requires(IMPORT_LISTS)
@needs_presence
@writes
def undo_list(list_version_id: int) -> ResponseReturnValue:
    """Take a version back with a reason."""
    form = ReasonForm()
    if not form.accepts():
        return _version_page(list_version_id, form, status=422)
    try:
        undo_version(version_id=list_version_id, reason=form.reason.data, by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _version_page(list_version_id, form, status=422)
    is_first = get_version(list_version_id).base_number is None
    left = _("The version is taken back. No version of this list is in force any more.")
    flash(left if is_first else _("The version is taken back. The version before it is in force again."), "success")
    return redirect(url_for("watchlists.show_lists"))


def _page(form: UploadForm, *, status: int = 200) -> ResponseReturnValue:
    # A file that was chosen cannot be kept through the page that asks for the password, so the password comes before the choice.
    facts = {"uploads": list_open_uploads(), "runs": list_runs(), "may_upload": current_actor().is_present}
    return render("watchlists/lists.html", versions=list_versions(), **facts, form=form, status=status)


def _version_page(list_version_id: int, form: ReasonForm, *, status: int = 200) -> ResponseReturnValue:
    version = get_version(list_version_id)
    return render(
        "watchlists/version_show.html",
        version=version,
        list_name=name_of_list(version.watchlist_id),
        is_current=version.status is VersionStatus.CURRENT,
        form=form,
        status=status,
    )
