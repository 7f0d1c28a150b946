"""An upload: its columns are named, the check is looked at, and then it is imported or discarded."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.watchlists.forms import ImportForm, mapping_form
from platform_app.watchlists.permissions import IMPORT_LISTS
from platform_app.watchlists.queries.uploads import get_upload, report_of
from platform_app.watchlists.rules.columns import COLUMNS
from platform_app.watchlists.rules.lists import UploadStatus
from platform_app.watchlists.services.uploads import confirm_import, discard_upload, name_columns
from platform_app.watchlists.views.blueprint import blueprint
from platform_app.web.access import current_actor, needs_presence, requires, writes
from platform_app.web.forms import PlatformForm
from platform_app.web.render import render

_BAD_ROWS_SHOWN = 100
_NAMING = frozenset({UploadStatus.MAPPING, UploadStatus.CHECKED, UploadStatus.FAILED})


@blueprint.get("/screening/uploads/<int:upload_id>")
@requires(IMPORT_LISTS)
def show_upload(upload_id: int) -> ResponseReturnValue:
    """Where the upload stands, and what can be done."""
    return _page(upload_id)


@blueprint.post("/screening/uploads/<int:upload_id>/columns")
@requires(IMPORT_LISTS)
@writes
def name_upload_columns(upload_id: int) -> ResponseReturnValue:
    """Take the names of the columns and let the file be checked."""
    form = mapping_form(get_upload(upload_id).columns)()
    if not form.accepts():
        return _page(upload_id, form)
    try:
        mapping = {column: form[f"column_{column}"].data or "" for column in COLUMNS}
        name_columns(upload_id=upload_id, mapping=mapping, by=current_actor(), at=now())
    except (InvalidInput, RuleViolation) as refused:
        form.refuse(refused)
        return _page(upload_id, form)
    return redirect(url_for("watchlists.show_upload", upload_id=upload_id))


@blueprint.post("/screening/uploads/<int:upload_id>/import")
@requires(IMPORT_LISTS)
@needs_presence
@writes
def import_upload(upload_id: int) -> ResponseReturnValue:
    """Let the checked file be imported."""
    form = ImportForm()
    if not form.accepts():
        return _page(upload_id, form)
    try:
        confirm_import(upload_id=upload_id, is_shrinking_meant=bool(form.is_shrinking_meant.data), by=current_actor(), at=now())
    except RuleViolation as refused:
        form.refuse(refused)
        return _page(upload_id, form)
    return redirect(url_for("watchlists.show_upload", upload_id=upload_id))


@blueprint.post("/screening/uploads/<int:upload_id>/discard")
@requires(IMPORT_LISTS)
@writes
def drop_upload(upload_id: int) -> ResponseReturnValue:
    """Discard the file."""
    discard_upload(upload_id=upload_id, by=current_actor(), at=now())
    flash(_("The file is discarded."), "success")
    return redirect(url_for("watchlists.show_lists"))


def _page(upload_id: int, refused: PlatformForm | None = None) -> ResponseReturnValue:
    upload = get_upload(upload_id)
    is_naming = upload.status in _NAMING
    current = {f"column_{column}": theirs for column, theirs in upload.mapping.items()}
    if isinstance(refused, ImportForm) or refused is None:
        columns = mapping_form(upload.columns)(formdata=None, data=current) if is_naming else None
    else:
        columns = refused
    return render(
        "watchlists/upload_show.html",
        upload=upload,
        report=report_of(upload),
        shown_rows=_BAD_ROWS_SHOWN,
        columns=columns,
        importing=refused if isinstance(refused, ImportForm) else ImportForm(formdata=None),
        refused=refused,
        status=422 if refused is not None else 200,
    )
