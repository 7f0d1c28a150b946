"""Random acts by random people over the demonstration, through the client: no act, and no order of acts, finds a way around a rule.

What must hold is said here a second time, from the issue of the rules and not from the program: the way of an application, who may move it,
what the board must have been told and how it decided. Half of the acts are what somebody sensible would do next; the others press any
button of the two packages, with any values, on anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from platform_app.accounts.services import open_limited_session, open_session
from platform_app.audit.queries import verify
from platform_app.audit.services import seal
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import VISITOR
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkUnusable
from platform_app.mail.services import link_url
from platform_app.watchlists.jobs import screen_watched
from tests.demonstrations import Demonstration, csrf_of
from tests.reporting import Fuzz

APPLICANT, STAFF, BOARD = "applicant", "staff", "board"
# who moves an application from where to where; closing is the secretariat's act, and also that of the last member who answers or of the clock
WAY: Mapping[tuple[str, str], set[str]] = {
    ("draft", "submitted"): {APPLICANT},
    ("submitted", "under_check"): {STAFF},
    ("under_check", "returned"): {STAFF},
    ("returned", "under_check"): {APPLICANT},
    ("under_check", "before_board"): {STAFF},
    ("before_board", "decided"): {STAFF},
    ("before_board", "deferred"): {STAFF},
    ("deferred", "under_check"): {STAFF},
    ("decided", "approved"): {STAFF},
    ("decided", "refused"): {STAFF},
    **{(status, "withdrawn"): {APPLICANT} for status in ("draft", "submitted", "under_check", "returned", "before_board", "deferred")},
}
CHECKS = {"completeness", "activity_record", "anti_social_forces", "recommendation"}
PACKAGES = ("screening.", "committees.")
PEOPLE = (
    "visitor", "user", "contact", "delegate", "representative", "auditor", "administrator", "contractor", "secretariat", "screening-officer",
    "board-member", "board-member-new", "applicant", "applicant-approved", "former secretariat", "former board-member", "former applicant",
)
VALUES: Mapping[str, tuple[str, ...]] = {
    "state": ("none", "conflicted"), "text": ("見本の事情", ""), "choice": ("approve", "refuse", "defer"), "reason": ("見本の理由", ""),
    "note": ("見本の所見", ""), "remark": ("見本の指摘", ""), "conclusion": ("none", "discuss", "confirmed"), "answer": ("yes", "no", "later"),
    "name": ("見本 名", "見本団体つむぎ"), "reasons": ("見本の理由", ""), "membership_class": ("regular", "supporting"), "kind": ("organisation",),
    "slot": ("articles", "evidence"), "address": ("https://mihon.example/x",), "assessment": ("sufficient", "doubtful", "insufficient"),
    "purpose": ("見本の目的",), "title": ("見本の追加事項",), "field": ("name", "activity_record"), "clause": ("",), "confirm": ("y",),
}
_ANY = st.integers(0, 10_000)


@dataclass(frozen=True)
class Act:
    """What chance says: everything else is chosen from what is there."""

    is_sensible: bool
    who: int
    what: int
    on: int
    saying: int


ACTS = st.lists(st.builds(Act, st.booleans(), _ANY, _ANY, _ANY, _ANY), min_size=15, max_size=40)


@dataclass
class World:
    """The demonstration with everybody's browsers, and what was seen of it before the last act."""

    demonstration: Demonstration
    clients: dict[str, tuple[FlaskClient, str]] = field(default_factory=dict)
    before: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, str | None] = field(default_factory=dict)

    def rows(self, statement: str, **values: object) -> list[Any]:
        """Rows as the database has them."""
        with self.demonstration.app.app_context(), reading():
            return list(db.session.execute(text(statement), values).mappings())

    def browser(self, person: str, open_it: Callable[[], str] | None = None) -> tuple[FlaskClient, str]:
        """Somebody's browser with the token that its forms carry."""
        if person not in self.clients:
            if open_it is not None:
                with self.demonstration.app.app_context(), transaction():
                    self.demonstration.cast.sessions[person] = open_it()
            client = self.demonstration.client(person)
            self.clients[person] = client, csrf_of(client)
        return self.clients[person]

    def applicant(self, application: Mapping[str, Any]) -> tuple[FlaskClient, str]:
        """The browser of who applies, signed in by the link."""
        return self.browser(
            f"applicant of {application['id']}",
            lambda: open_limited_session(
                user_id=application["user_id"], role=Role.APPLICANT, subject_id=application["id"], by=VISITOR, at=now()
            ),
        )

    def seated(self, user_id: int) -> tuple[FlaskClient, str]:
        """The browser of somebody who holds a seat."""
        return self.browser(f"seat of {user_id}", lambda: open_session(user_id=user_id, by=VISITOR, at=now()))

    def token(self, link_id: int) -> str:
        """The token of a link, or one that nobody ever got where the link was taken back."""
        with self.demonstration.app.app_context():
            try:
                return link_url(link_id).rsplit("/", 1)[1]
            except LinkUnusable:
                return "x" * 43

    def post(self, browser: tuple[FlaskClient, str], path: str, values: Mapping[str, str]) -> None:
        """Press a button; whatever comes back is an answer and no breakdown."""
        client, csrf = browser
        response = client.post(path, data={"csrf_token": csrf, **values})
        assert response.status_code < 500, (path, values, response.status_code)


def values_for(seed: int, names: tuple[str, ...] = tuple(VALUES)) -> dict[str, str]:
    """One value for each name, chosen by a number."""
    return {name: VALUES[name][(seed + place) % len(VALUES[name])] for place, name in enumerate(names)}


def applications(world: World) -> list[Any]:
    """All applications, oldest first."""
    return world.rows("SELECT id, status, user_id, entered_by_id, number, deliberation_id, member_id FROM application ORDER BY id")


def press_anything(world: World, act: Act) -> set[str]:
    """Any button of the two packages by anybody; the answer says as what that person could move an application."""
    person = PEOPLE[act.who % len(PEOPLE)]
    rules = [
        rule for rule in world.demonstration.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.startswith(PACKAGES) and "founding" not in rule.rule
    ]
    rule = sorted(rules, key=str)[act.what % len(rules)]
    tokens = [row["link_id"] for row in world.rows("SELECT link_id FROM recommendation WHERE link_id IS NOT NULL ORDER BY id")]
    ids = [row["id"] for row in applications(world)]
    chosen: dict[str, object] = {}
    for name in rule.arguments:
        if name == "application_id":
            chosen[name] = ids[act.on % len(ids)]
        elif name == "token":
            chosen[name] = world.token(tokens[act.on % len(tokens)])
        elif name == "kind":
            chosen[name] = sorted(CHECKS)[act.on % len(CHECKS)]
        elif name == "step":
            chosen[name] = ("membership", "body", "people", "activities", "officers", "pledge")[act.on % 6]
        else:
            chosen[name] = act.on % 12 + 1
    with world.demonstration.app.test_request_context():
        path = world.demonstration.app.url_for(rule.endpoint, **chosen)
    world.post(world.browser(person), path, values_for(act.saying))
    if person in ("secretariat", "contractor", "screening-officer"):
        return {STAFF}
    if person == "applicant" and chosen.get("application_id") == world.demonstration.cast.ids["application draft"]:
        return {APPLICANT}
    return set()


def do_what_is_next(world: World, act: Act) -> set[str]:
    """What somebody sensible would do next on an application that is under way."""
    over = ("approved", "refused", "withdrawn", "lapsed")
    under_way = [row for row in applications(world) if row["status"] not in over and row["user_id"] is not None]
    if not under_way:
        return set()
    one = under_way[act.on % len(under_way)]
    staff, path = world.browser("secretariat"), f"/secretariat/applications/{one['id']}"
    if one["status"] in ("draft", "returned"):
        return _of_applicant(world, one, act)
    if one["status"] == "before_board":
        return _of_board(world, one, act)
    if one["status"] in ("submitted", "deferred"):
        world.post(staff, f"{path}/take-up", {})
    elif one["status"] == "decided":
        world.post(staff, f"{path}/release", {})
    else:
        _of_check(world, one, act, path)
    return {STAFF}


def _of_applicant(world: World, one: Any, act: Act) -> set[str]:
    acts = ("submission", "submission", "submission", "withdrawal") if one["status"] == "returned" else ("submission",)
    world.post(world.applicant(one), f"/apply/{one['id']}/{acts[act.what % len(acts)]}", {"confirm": "y"})
    return {APPLICANT}


def _of_check(world: World, one: Any, act: Act, path: str) -> None:
    staff = world.browser("secretariat")
    steps: list[tuple[str, dict[str, str]]] = [
        ("/checks/completeness", {}), ("/checks/activity_record", {"note": "見本の所見", "assessment": "sufficient"}),
        ("/board", {}), ("/board", {}), ("/return", {"remark": "見本の指摘"}),
    ]
    if act.what % 4 == 0:
        _answer_requests(world, one["id"])
    if act.what % 3 == 0:
        with world.demonstration.app.app_context():
            screen_watched(now())
        world.post(world.browser("screening-officer"), f"{path}/conclusion", {"conclusion": "none", "note": "見本"})
    action, values = steps[act.what % len(steps)]
    world.post(staff, path + action, values)


def _answer_requests(world: World, application_id: int) -> None:
    asked = world.rows("SELECT link_id FROM recommendation WHERE application_id = :id AND status = 'requested'", id=application_id)
    for row in asked:
        world.post(world.browser("visitor"), f"/recommendations/{world.token(row['link_id'])}", {"answer": "yes", "name": "見本 推薦", "reason": "見本の理由"})


def _of_board(world: World, one: Any, act: Act) -> set[str]:
    deliberation = one["deliberation_id"]
    seats = world.rows(
        "SELECT p.user_id FROM electorate_seat e JOIN person p ON p.id = e.person_id WHERE e.deliberation_id = :id AND p.user_id IS NOT NULL "
        "ORDER BY e.id", id=deliberation,
    )
    path = f"/board/deliberations/{deliberation}"
    for place, seat in enumerate(seats):
        member = world.seated(seat["user_id"])
        world.post(member, f"{path}/declaration", {"state": "conflicted" if (act.saying + place) % 7 == 0 else "none", "text": "見本の事情"})
        world.post(member, f"{path}/position", values_for(act.saying + place // 2, ("choice",)) | {"reason": "見本の理由"})
    world.post(world.browser("secretariat"), f"/secretariat/board/deliberations/{deliberation}/close", {})
    return {STAFF}


def assert_rules_held(world: World, allowed: set[str]) -> None:
    """What must hold after every act."""
    for one in applications(world):
        was, is_now = world.before.get(one["id"], "draft"), one["status"]
        if was != is_now:
            movers = WAY.get((was, is_now))
            assert movers is not None, f"application {one['id']} went from {was} to {is_now}"
            if one["entered_by_id"] is not None and was in ("draft", "returned"):
                movers = movers | {STAFF}  # what came on paper or by telephone, the secretariat writes for the applicant
            assert movers & allowed, f"somebody who may not moved application {one['id']} from {was} to {is_now}"
            if is_now == "before_board":
                assert_board_may_be_asked(world, one)
            if was == "before_board" and is_now == "decided":
                assert_board_has_decided(world, one)
            if was == "decided":
                assert_release_is_whole(world, one)
        known = world.numbers.get(one["id"])
        assert known is None or known == one["number"], f"application {one['id']} changed its number"
        world.before[one["id"]], world.numbers[one["id"]] = is_now, one["number"]


def assert_board_may_be_asked(world: World, one: Any) -> None:
    """Source: the platform's own document: activity record, anti-social forces, two members or one ministry."""
    done = {row["kind"] for row in world.rows("SELECT kind FROM screening_check WHERE application_id = :id AND status = 'satisfied'", id=one["id"])}
    assert done >= CHECKS, f"the board was asked with {done} done"
    given = world.rows(
        "SELECT r.desk_id, r.member_id, p.membership_class FROM recommendation r LEFT JOIN membership_period p ON p.member_id = r.member_id "
        "AND p.from_on <= :today AND (p.until_on IS NULL OR p.until_on > :today) WHERE r.application_id = :id AND r.status = 'given'",
        id=one["id"], today=civil_date(now()).isoformat(),
    )
    members = {row["member_id"] for row in given if row["membership_class"] == "regular"}
    assert len(members) >= 2 or any(row["desk_id"] for row in given), f"the board was asked with {given}"
    assert world.rows("SELECT id FROM application WHERE id = :id AND pledged_at IS NOT NULL AND submitted_at IS NOT NULL", id=one["id"])


def assert_board_has_decided(world: World, one: Any) -> None:
    """Source: 法人法95条: more than half of the seats that are not recused, and more than half of their positions; recused ones leave all counts."""
    seats = world.rows(
        "SELECT e.id, p.choice FROM electorate_seat e LEFT JOIN position p ON p.electorate_seat_id = e.id AND p.replaced_at IS NULL "
        "WHERE e.deliberation_id = :id AND e.conflict <> 'conflicted'", id=one["deliberation_id"],
    )
    [decision] = world.rows("SELECT outcome FROM application_decision WHERE deliberation_id = :id", id=one["deliberation_id"])
    given = [row["choice"] for row in seats if row["choice"]]
    wanted = {"approved": "approve", "refused": "refuse"}[decision["outcome"]]
    assert len(given) * 2 > len(seats), f"decided without a quorum: {seats}"
    assert given.count(wanted) * 2 > len(given), f"{decision['outcome']} by {given}"


def assert_release_is_whole(world: World, one: Any) -> None:
    """The decision as the board took it, with its letter, and a member exactly where it was approved."""
    [decision] = world.rows("SELECT outcome, letter_id, released_at FROM application_decision WHERE deliberation_id = :id", id=one["deliberation_id"])
    assert decision["outcome"] == one["status"]
    assert decision["letter_id"] and decision["released_at"]
    assert bool(one["member_id"]) == (one["status"] == "approved")


def assert_ledger_tells_everything(world: World) -> None:
    """The ledger verifies, and each application stands where its last event left it."""
    with world.demonstration.app.app_context():
        with transaction():
            seal(at=now())
        with reading():
            assert list(verify(None)) == []


def test_no_order_of_acts_finds_a_way_around_a_rule(demonstration: Demonstration, fuzz: Fuzz) -> None:
    is_here = demonstration.app.config["SETTINGS"].database_url.startswith("sqlite")

    @settings(
        max_examples=fuzz(4 if is_here else 1, 1_000), deadline=None, database=None, derandomize=not fuzz.is_long,
        suppress_health_check=list(HealthCheck), phases=tuple(Phase) if fuzz.is_long else (Phase.generate,),
    )
    @given(ACTS)
    def wander(acts: list[Act]) -> None:
        """One story."""
        demonstration.put_back()
        world = World(demonstration)
        world.before = {row["id"]: row["status"] for row in applications(world)}
        for act in acts:
            allowed = do_what_is_next(world, act) if act.is_sensible else press_anything(world, act)
            assert_rules_held(world, allowed)
        assert_ledger_tells_everything(world)

    wander()


def test_the_way_said_here_is_that_of_the_issue() -> None:
    statuses = {status for pair in WAY for status in pair}
    assert {"draft", "submitted", "under_check", "returned", "before_board", "deferred", "decided", "approved", "refused", "withdrawn"} == statuses
