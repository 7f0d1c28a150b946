"""Two people press the same button at once: one is first, the other is told in a sentence, and it is done once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from platform_app.audit.queries import verify
from platform_app.audit.services import seal
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import now
from tests.demonstrations import contents, csrf_of

pytestmark = pytest.mark.both_databases

LATER = (404, 409, 410)


def at_once(demonstration, *requests):
    """Send POSTs of different browsers at the same moment; `requests` are `(person, path, data)`; the answers in order."""
    ready = [(demonstration.client(person), path, data) for person, path, data in requests]
    ready = [(client, path, data | {"csrf_token": csrf_of(client)}) for client, path, data in ready]
    start = Barrier(len(ready))

    def send(one):
        client, path, data = one
        start.wait(10)
        response = client.post(path, data=data)
        return response.status_code, response.get_data(as_text=True)

    with ThreadPoolExecutor(len(ready)) as pool:
        return list(pool.map(send, ready))


def assert_one_wins(answers):
    """One did it; the others were told, in a sentence and without a failure."""
    done = [status for status, _text in answers if status < 400]
    told = [(status, text) for status, text in answers if status >= 400]
    assert len(done) == 1, [status for status, _text in answers]
    assert all(status in LATER and "<h1" in text for status, text in told), [status for status, _text in told]


def added(before, after, table):
    """How many rows a table has gained."""
    return len(after[table]) - len(before[table])


def path_of(demonstration, name, act):
    """The address of an act on an application."""
    return f"/secretariat/applications/{demonstration.cast.ids[f'application {name}']}/{act}"


def test_two_take_up_one_application(demonstration):
    path = path_of(demonstration, "sent", "take-up")
    before = contents(demonstration.app)
    assert_one_wins(at_once(demonstration, ("secretariat", path, {}), ("secretariat-second", path, {})))
    assert added(before, contents(demonstration.app), "audit_entry") == 1


def test_two_release_one_decision(demonstration):
    path = path_of(demonstration, "decided", "release")
    before = contents(demonstration.app)
    assert_one_wins(at_once(demonstration, ("secretariat", path, {}), ("secretariat-second", path, {})))
    after = contents(demonstration.app)
    assert {name: added(before, after, name) for name in ("member", "membership_period", "letter")} == {
        "member": 1, "membership_period": 1, "letter": 1,
    }


def test_one_returns_what_another_sends_to_the_board(demonstration):
    """Whoever is first, the other meets an application that has moved on."""
    one, other = path_of(demonstration, "checked", "return"), path_of(demonstration, "checked", "conclusion")
    answers = at_once(demonstration, ("secretariat", one, {"remark": "見本"}), ("screening-officer", other, {"conclusion": "none"}))
    assert all(status < 500 for status, _text in answers), [status for status, _text in answers]


def test_two_adopt_one_change_of_the_rules(demonstration):
    path = f"/secretariat/bylaws/changes/{demonstration.cast.ids['version']}"
    answers = at_once(
        demonstration, ("secretariat", f"{path}/adopt", {}), ("secretariat", f"{path}/adopt", {}),
        ("secretariat", f"{path}/reject", {"reason": "見本"}),
    )
    assert_one_wins(answers)


def test_two_answer_one_recommendation(demonstration):
    path = f"/recommendations/{demonstration.cast.tokens['recommendation']}"
    yes = {"answer": "yes", "name": "見本", "reason": "見本"}
    before = contents(demonstration.app)
    assert_one_wins(at_once(demonstration, ("visitor", path, yes), ("visitor", path, {**yes, "answer": "no"})))
    assert added(before, contents(demonstration.app), "audit_entry") in (1, 2)


def test_two_accept_one_invitation(demonstration):
    path = f"/invitations/{demonstration.cast.tokens['invitation']}"
    passwords = [{"name": "見本", "password": word, "password_again": word} for word in ("ichiban-no-aikotoba-desu", "niban-no-aikotoba-desu")]
    assert_one_wins(at_once(demonstration, *(("visitor", path, data) for data in passwords)))


def test_two_add_one_ministry(demonstration):
    data = {"name": "見本の新しい庁", "valid_from": "2026-04-01"}
    before = contents(demonstration.app)
    answers = at_once(demonstration, ("secretariat", "/secretariat/ministries", data), ("secretariat-second", "/secretariat/ministries", data))
    assert all(status < 500 for status, _text in answers)
    assert added(before, contents(demonstration.app), "ministry") == sum(status < 400 for status, _text in answers)


@pytest.mark.parametrize("copies", [4])
def test_one_browser_sends_a_form_several_times(demonstration, copies):
    """An impatient double click on giving an office."""
    path = f"/secretariat/users/{demonstration.cast.ids['user user']}/offices/grant"
    before = contents(demonstration.app)
    answers = at_once(demonstration, *[("administrator", path, {"role": "contractor"})] * copies)
    assert sorted(status < 400 for status, _text in answers) == [False] * (copies - 1) + [True]
    assert all(status < 500 for status, _text in answers)
    assert added(before, contents(demonstration.app), "office_proposal") == 1


def test_the_ledger_is_whole_after_a_crowd(demonstration):
    paths = [("secretariat", path_of(demonstration, "sent", "take-up"), {}), ("contractor", path_of(demonstration, "sent", "take-up"), {})]
    paths += [("user", "/account", {"name": f"見本 {n}", "locale": "ja"}) for n in range(6)]
    answers = at_once(demonstration, *paths)
    assert all(status < 500 for status, _text in answers), [status for status, _text in answers]
    with demonstration.app.app_context():
        with transaction():
            seal(at=now())
        with reading():
            assert list(verify()) == []
