"""What a session alone is not enough for: every route that asks for the password once more, tried with an old proof."""

from flask import url_for
from sqlalchemy import update

from platform_app.accounts.models import SignInSession
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from tests.canaries import SEALED
from tests.demonstrations import contents, csrf_of, differing
from tests.integration.web.matrix import cells, person_of, told, values_of

NEEDS_PRESENCE = {
    "accounts.confirm_office", "accounts.send_office", "screening.show_sealed",
    "watchlists.add_step", "watchlists.clear_weak_hits", "watchlists.decide_hit", "watchlists.download_evidence", "watchlists.import_upload",
    "watchlists.open_sealed", "watchlists.reopen_hit", "watchlists.second_hit", "watchlists.show_case", "watchlists.undo_list",
    "watchlists.upload_list",
}  # fmt: skip


def test_screening_evidence_and_changes_of_roles_need_the_password_once_more(app):
    marked = {rule.endpoint for rule in app.url_map.iter_rules() if getattr(app.view_functions[rule.endpoint], "platform_needs_presence", False)}
    assert marked == NEEDS_PRESENCE


def test_with_an_old_proof_nothing_is_shown_and_nothing_changes(demonstration):
    with demonstration.app.app_context(), transaction():
        db.session.execute(update(SignInSession).values(confirmed_at=None))
    before, problems, tried = contents(demonstration.app), [], set()
    for cell in cells(demonstration.app):
        if cell.endpoint not in NEEDS_PRESENCE or cell.expected != "yes" or cell.row.relation == "withdrawn":
            continue
        client = demonstration.client(person_of(cell))
        with demonstration.app.test_request_context():
            path = url_for(cell.endpoint, **values_of(demonstration, cell))
        response = client.open(path, method=cell.method, data={"csrf_token": csrf_of(client)} if cell.method == "POST" else None)
        html = response.get_data(as_text=True)
        if response.status_code != 401 or "/account/confirm" not in html or any(word in html for word in SEALED):
            problems.append(f"{cell}: {response.status_code}")
        tried.add(cell.endpoint)
    assert tried == NEEDS_PRESENCE and not problems, told(problems)
    assert differing(before, contents(demonstration.app)) == []
