"""What is sealed is nowhere else: not in searches, rows, mails or logs, and no page of anybody else tells one world from another.

Pages and exports of every role are walked in `web/test_authorisation.py`, with the same canaries.
"""

import email
import re
from datetime import timedelta
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from flask import url_for
from sqlalchemy import select, update
from structlog.testing import capture_logs

from platform_app.accounts.queries import find_user
from platform_app.accounts.services import open_limited_session
from platform_app.audit.jobs import empty_outbox
from platform_app.database.transaction import transaction
from platform_app.demo.people import address
from platform_app.extensions import db
from platform_app.kernel.actors import VISITOR, Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.roles import Role
from platform_app.mail.jobs import deliver_mail
from platform_app.screening.models import Application
from platform_app.screening.rules.checks import Conclusion
from platform_app.screening.services.checks import conclude
from platform_app.watchlists.models import WatchCase, WatchSubject
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.hits import Standing
from tests.canaries import CANARY, SEALED, STATES, Officers, hits_of, import_list, put_into, readable
from tests.demonstrations import contents, csrf_of
from tests.integration.web.matrix import cells, told, values_of

ON_SQLITE = pytest.mark.parametrize("demonstration", ["sqlite"], indirect=True)
OTHERS = ("secretariat", "auditor", "board-member")
NOT_IN_A_NAME = ("watchlist", "watchlist_version", "watchlist_upload")
"""Tables that say how a list is called, who gave it and the name of its file; what stands in it is sealed there too."""


def told_rows(demonstration):
    """Every table with all that its rows hold, as the database keeps it."""
    return {name: str(rows) for name, rows in contents(demonstration.app).items()}


def test_no_row_of_any_table_holds_a_canary_open(demonstration):
    sealed = (f"{CANARY}旧", f"{CANARY}県", f"{CANARY}署", f"{CANARY}の根拠", f"{CANARY}の確信", f"{CANARY}の別人", f"{CANARY}の用件",
              "CANARY-", "見本團体", "1949-04-01", "1949, 4, 1")  # fmt: skip
    found = told_rows(demonstration)
    assert len(found["watch_hit"]) > len(STATES) and "watch_disposition" in found
    assert not [(name, word) for name, rows in found.items() for word in sealed if word in rows]
    assert not [name for name, rows in found.items() if CANARY in rows and name not in NOT_IN_A_NAME]
    assert all(CANARY in found[name] for name in NOT_IN_A_NAME[:2])


def test_no_mail_tells_of_a_hit(demonstration):
    with demonstration.app.app_context():
        empty_outbox(now())
        deliver_mail(now())
    mails = [email.message_from_bytes(path.read_bytes(), policy=default) for path in _mail_folder(demonstration).glob("*.eml")]
    assert mails
    texts = [str(mail["Subject"]) + mail.get_body(("plain",)).get_content() for mail in mails]
    assert not [text for text in texts if any(word in text for word in SEALED)]


def _mail_folder(demonstration):
    return Path(demonstration.app.config["SETTINGS"].instance_path) / "mail"


SEARCHES = {
    "secretariat": ("/secretariat/applications?q=", "/secretariat/applications/download?ending=csv&q=", "/secretariat/applications/download?ending=xlsx&q=",
                    "/secretariat/register?q=", "/secretariat/register/download?ending=csv&q="),
    "administrator": ("/secretariat/users?q=",),
    "applicant": ("/apply/{application}/recommenders?q=", "/apply/{application}/recommenders/search?q="),
}  # fmt: skip


@ON_SQLITE
@pytest.mark.parametrize(("canary", "nonsense"), [(CANARY, "ムムムム"), ("見本團体", "無無無無"), ("1949-04-01", "1111-11-11")])
def test_a_search_for_a_canary_finds_what_a_search_for_nonsense_finds(demonstration, clock, canary, nonsense):
    clock.set(now())  # a workbook tells the second in which it was made
    differing = []
    for role, searches in SEARCHES.items():
        client = demonstration.client(role)
        for search in searches:
            path = search.format(application=demonstration.cast.ids["application draft"])
            answers = {word: client.get(path + word) for word in (canary, nonsense)}
            texts = {_plain(readable(answer)).replace(word, "?").replace(quote(word), "?") for word, answer in answers.items()}
            if len(texts) > 1 or {answer.status_code for answer in answers.values()} != {200}:
                differing.append(f"{role} at {path}")
    assert not differing, told(differing)


@ON_SQLITE
def test_no_export_of_any_kind_tells_of_a_hit(demonstration):
    client, told_of = demonstration.client("secretariat"), set()
    for path in ("/secretariat/applications/download", "/secretariat/register/download", "/secretariat/applications/statistics/download"):
        for ending in ("csv", "xlsx", "json"):
            text = readable(client.get(f"{path}?ending={ending}"))
            assert not [word for word in SEALED if word in text], (path, ending)
            told_of |= {(path.split("/")[2], ending) for name in ("見本団体きずな", "見本団体かけはし") if name in text}
    assert told_of >= {("applications", "csv"), ("applications", "xlsx"), ("register", "csv"), ("register", "xlsx")}


def test_the_log_names_nobody_and_no_reason(demonstration):
    client, hit_id = demonstration.client("screening-officer"), demonstration.cast.ids["hit"]
    with demonstration.app.app_context():
        of_member = (WatchCase.owner_type == "member", WatchCase.owner_id == demonstration.cast.ids["member"])
        case_id = db.session.scalars(select(WatchCase.id).where(*of_member)).one()
        db.session.rollback()
    csrf = {"csrf_token": csrf_of(client)}
    with capture_logs() as entries:
        assert client.get(f"/screening/cases/{case_id}").status_code == 200
        assert client.get(f"/screening/queue?q={CANARY}").status_code == 200
        reasons = {f"decide-{hit_id}-choice": "possible", f"decide-{hit_id}-reason": f"{CANARY}の根拠"}
        assert client.post(f"/screening/hits/{hit_id}/decide", data=csrf | reasons).status_code == 302
        assert client.post(f"/screening/cases/{case_id}/evidence-file", data=csrf).status_code == 200
    assert len(entries) >= 4
    assert not [word for word in SEALED if word in str(entries)]


class World:
    """The demonstration with one application under check, whose names met something or did not; at one and the same instant."""

    def __init__(self, demonstration, at):
        self.demonstration, self.at = demonstration, at
        self.application_id = demonstration.cast.ids["application checked"]
        officers = [find_user(email=address(name)).id for name in ("shinsa", "shinsa2")]
        db.session.rollback()
        roles = frozenset({Role.SCREENING_OFFICER, Role.USER})
        self.officers = Officers(*(Actor(kind=ActorKind.USER, user_id=user_id, roles=roles) for user_id in officers))

    @property
    def standing(self):
        """Clear or waiting."""
        db.session.rollback()
        return standing_of("application", self.application_id)

    def leave_unmatched(self):
        """The names wait to be matched."""
        with transaction():
            case = select(WatchCase.id).where(WatchCase.owner_type == "application", WatchCase.owner_id == self.application_id)
            db.session.execute(update(WatchSubject).where(WatchSubject.case_id.in_(case)).values(matched_at=None, matched_rules=None))

    def let_be_hit(self, state):
        """A hit of tier A in some state."""
        with transaction():
            name = db.session.get_one(Application, self.application_id).name
            import_list({"W1": name}, by=self.officers.first, at=self.at, list_name="世界の名簿")
            [hit_id] = hits_of("application", self.application_id, "世界の名簿")
            put_into(hit_id, state, officers=self.officers, at=self.at)

    def conclude(self):
        """The officer seals that there is nothing."""
        with transaction():
            conclude(application_id=self.application_id, conclusion=Conclusion.NONE, by=self.officers.first, at=self.at)

    def looks(self):
        """What everybody else is shown: `(role, path) -> text`, and what happens if the secretariat tries to go on."""
        found = {}
        for role in OTHERS:
            client = self.demonstration.client(role)
            for path in self._paths(role):
                found[role, path] = _answer(client.get(path))
        client = self.demonstration.client("secretariat")
        on = f"/secretariat/applications/{self.application_id}/board"
        found["secretariat", "POST " + on] = _answer(client.post(on, data={"csrf_token": csrf_of(client)}))
        applicant = self._applicant()
        for path in (f"/apply/{self.application_id}", f"/apply/{self.application_id}/status", "/home"):
            found["applicant", path] = _answer(applicant.get(path))
        return found

    def _paths(self, role):
        """The pages of a role that concern the application, and the lists in which it stands."""
        found = []
        for cell in cells(self.demonstration.app):
            about = set(cell.variables)
            is_shown = (cell.role, cell.method, cell.expected) == (role, "GET", "yes") and cell.endpoint.partition(".")[0] in _TELLING
            if is_shown and about <= {"application_id"} and cell.row.relation != "withdrawn":
                with self.demonstration.app.test_request_context():
                    values = values_of(self.demonstration, cell) | ({"application_id": self.application_id} if about else {})
                    found.append(url_for(cell.endpoint, **values))
        return dict.fromkeys(found)

    def _applicant(self):
        with transaction():
            facts = {"user_id": db.session.get_one(Application, self.application_id).user_id, "subject_id": self.application_id}
            self.demonstration.cast.sessions["checked"] = open_limited_session(role=Role.APPLICANT, **facts, by=VISITOR, at=self.at)
        return self.demonstration.client("checked")


_TELLING = {"committees", "desk", "members", "screening"}
_CHANCE = re.compile(r'(nonce|value|content)="[^"]{20,}"|nonce-[^\'"; ]+|[0-9A-Za-z_-]{12}(?=</code>)|name="seen" value="[0-9]+"')
"""Tokens, and the number of the newest entry of the house's ledger, which any work moves on."""


def _plain(text):
    return _CHANCE.sub("", text)


def _answer(response):
    return response.status_code, _plain(readable(response))


@pytest.fixture
def worlds(demonstration):
    """Makes a world from the demonstration as it was loaded, with the clock standing still; and tells what others see there."""
    at = now() + timedelta(minutes=1)

    def make(*acts):
        """A world after some acts; whether it waits, and its looks."""
        demonstration.put_back()
        with demonstration.app.app_context(), time_machine.travel(at, tick=False):
            world = World(demonstration, at)
            for act, *facts in acts:
                getattr(world, act)(*facts)
            return world.standing, world.looks()

    return make


@ON_SQLITE
def test_nobody_can_tell_a_hit_from_a_check_that_is_not_finished_and_a_cleared_one_from_none(worlds):
    standing, unfinished = worlds(("leave_unmatched",))
    assert standing is Standing.WAITING and sum(status == 200 for status, _text in unfinished.values()) > 30
    for state in ("pending", "proposed"):
        assert worlds(("let_be_hit", state)) == (Standing.WAITING, unfinished), state
    standing, never = worlds(("conclude",))
    assert standing is Standing.CLEAR
    assert worlds(("let_be_hit", "cleared"), ("conclude",)) == (Standing.CLEAR, never)
    told_apart = {role for role, path in never if never[role, path] != unfinished[role, path]}
    assert told_apart == {"secretariat"}, "a check that is done is seen by whoever works on the application, so the comparison sees it too"


@pytest.mark.parametrize("state", ["confirmed", "possible"])
def test_a_hit_that_two_people_must_clear_is_not_concluded_away(demonstration, state):
    with demonstration.app.app_context():
        world = World(demonstration, now())
        world.let_be_hit(state)
        with pytest.raises(RuleViolation, match="screening.hit_stands"):
            world.conclude()


@ON_SQLITE
def test_a_confirmed_hit_of_a_member_is_seen_by_the_officer_alone_with_what_follows(demonstration):
    member_id = demonstration.cast.ids["member"]
    officer = demonstration.client("screening-officer")
    english = officer.get("/screening/queue?tier=found").get_data(as_text=True)
    [case_id] = set(re.findall(r"/screening/cases/(\d+)\"[^>]*>[^<]*見本団体かけはし", english))
    page = officer.get(f"/screening/cases/{case_id}").get_data(as_text=True)
    assert "Two people confirmed a hit" in page and "opportunity to be heard" in page
    japanese = demonstration.client("screening-officer", language="ja").get(f"/screening/cases/{case_id}").get_data(as_text=True)
    assert "2人が一致を確認しました" in japanese and "弁明の機会" in japanese
    data = {"csrf_token": csrf_of(officer), "step-kind": "follow_up", "step-on": "2026-01-05", "step-what": f"{CANARY}の報告"}
    assert officer.post(f"/screening/cases/{case_id}/steps", data=data | {"step-what": ""}).status_code == 422
    assert officer.post(f"/screening/cases/{case_id}/steps", data=data).status_code == 302
    assert "What was done about it is noted" in officer.get(f"/screening/cases/{case_id}").get_data(as_text=True)
    for role in ("secretariat", "contractor"):
        text = demonstration.client(role).get(f"/secretariat/register/{member_id}").get_data(as_text=True)
        assert not [word for word in SEALED if word in text]
