"""What a session alone is not enough for: every route that asks for the password once more, tried with an old proof."""

from flask import url_for
from sqlalchemy import update

from platform_app.accounts.models import SignInSession
from platform_app.committees.queries.deliberations import get_proceedings
from platform_app.committees.rules.deliberations import DeliberationStatus
from platform_app.committees.rules.tally import Choice, Standing
from platform_app.database.transaction import reading, transaction
from platform_app.demo.people import PASSWORD
from platform_app.extensions import db
from platform_app.kernel.clock import now, today
from tests.canaries import SEALED
from tests.demonstrations import contents, csrf_of, differing
from tests.integration.accounts.test_presence import confirm, forget, hidden
from tests.integration.committees.boards import BoardMember, acting, answer
from tests.integration.web.matrix import cells, person_of, told, values_of

NEEDS_PRESENCE = {
    "accounts.confirm_office", "accounts.hand_over_link", "accounts.send_office", "committees.close", "committees.close_by_chair", "screening.show_sealed",
    "watchlists.add_step", "watchlists.clear_weak_hits", "watchlists.decide_hit", "watchlists.download_evidence", "watchlists.import_upload",
    "watchlists.open_sealed", "watchlists.reopen_hit", "watchlists.second_hit", "watchlists.show_case", "watchlists.undo_list",
    "watchlists.upload_list",
}  # fmt: skip


def test_screening_evidence_closing_a_vote_and_changes_of_roles_need_the_password_once_more(app):
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


def test_a_vote_is_closed_behind_the_password_by_the_same_button(demonstration):
    app, deliberation = demonstration.app, demonstration.cast.ids["deliberation"]
    with app.app_context():
        with reading():
            voices = [entry for entry in get_proceedings(deliberation, on=today()).entries if entry.voice.standing is Standing.SILENT]
        for entry in voices:
            seat = entry.seat_id, entry.member_id
            answer(deliberation, BoardMember(*seat, entry.person_id, acting(*seat)), Choice.APPROVE, at=now())
    forget(app)
    client, page = demonstration.client("secretariat"), f"/secretariat/board/deliberations/{deliberation}"
    found = client.get(page).get_data(as_text=True).split(f'action="{page}/close"', 1)[1]
    label = found.split('name="button" value="', 1)[1].split('"', 1)[0]
    asked = client.post(f"{page}/close", data={"csrf_token": hidden(found, "csrf_token"), "button": label})
    assert asked.status_code == 401 and status_of(app, deliberation) is DeliberationStatus.OPEN
    status, shown = confirm(client, asked.get_data(as_text=True), PASSWORD)
    assert status == 200 and f"You had pressed “{label}”" in shown and f">{label}</button>" in shown and f'action="{page}/close"' in shown
    assert status_of(app, deliberation) is DeliberationStatus.OPEN
    fresh = hidden(shown.split(f'action="{page}/close"', 1)[1], "csrf_token")
    assert client.post(f"{page}/close", data={"csrf_token": fresh, "button": label}).status_code == 302
    assert status_of(app, deliberation) is DeliberationStatus.CLOSED


def status_of(app, deliberation_id):
    """Whether a deliberation is open."""
    with app.app_context(), reading():
        return get_proceedings(deliberation_id, on=today()).row.status
