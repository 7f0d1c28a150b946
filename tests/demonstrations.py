"""The demonstration with everybody signed in, for tests that go over all pages: made once for a run and engine, copied by each worker.

To what `demo load` makes are added: one person whose right was withdrawn for every role, links of every purpose in every state, papers
with files, proposals that wait, mail that was sent and mail that was not. `put_back` undoes what a test changed, within milliseconds.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import literal_column, select, update

from platform_app.accounts.models import Invitation, SignInSession
from platform_app.accounts.rules import OfficeChange
from platform_app.accounts.services import (
    choose_acting_for,
    ensure_user,
    grant_office,
    invite_user,
    open_limited_session,
    open_session,
    propose_office,
    request_address_change,
    revoke_office,
    suspend_user,
)
from platform_app.audit.jobs import empty_outbox, seal_entries
from platform_app.bylaws.services import propose_change
from platform_app.committees.models import BoardDecision, Deliberation, Seat
from platform_app.committees.rules.seats import Departure, SeatChoice, SeatingDecision, SeatRole
from platform_app.committees.rules.tally import ConflictState
from platform_app.committees.services import declare_conflict
from platform_app.committees.services.seating import seat_by_decision, vacate_seat
from platform_app.config import Settings
from platform_app.database.transaction import reading, transaction
from platform_app.demo.people import PASSWORD, address, open_account
from platform_app.demo.services import load
from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.services import receive_upload
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, VISITOR, Actor, ActorKind, Grant
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.roles import OFFICES, Role
from platform_app.mail.jobs import deliver_mail
from platform_app.mail.models import MailLink
from platform_app.mail.rules import DeliveryError, LinkPurpose
from platform_app.mail.services import issue_link, link_url, revoke_links
from platform_app.mail.services.delivery import Failure, lease_due, mark_failed
from platform_app.members.models import Member, MinistryDesk, Person, PersonTerm
from platform_app.members.rules import MemberClass, MemberKind, NewPerson, Particulars, TermRole
from platform_app.members.services import admit, end_term, link_user
from platform_app.operations.setup import set_up_database
from platform_app.screening.models import Application, ApplicationAttachment, Recommendation, ReleaseItem, ScreeningCheck
from platform_app.screening.queries import list_recommendations
from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.form import Slot
from platform_app.screening.rules.recommendations import RecommendationStatus
from platform_app.screening.services.approvals import approve, submit_for_approval
from platform_app.screening.services.attachments import attach_file
from platform_app.screening.services.batches import prepare_batch
from platform_app.screening.services.recommendations import ask_member
from platform_app.screening.services.release import release_batch, schedule
from platform_app.screening.services.retention import hold_back
from platform_app.screening.services.submission import withdraw
from platform_app.watchlists.models import ListVersion, WatchCase, WatchHit
from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.services.cases import note_step, open_case
from platform_app.watchlists.services.register import watch_members
from platform_app.watchlists.services.uploads import receive_list
from tests.canaries import Officers, add_canaries
from tests.databases import ENGINES, Bench, postgresql_bench, postgresql_template, quick_passwords, sqlite_bench, sqlite_template
from tests.held import make_held
from tests.unit.documents.samples import pdf

MISSING = 987_654
CAST = "cast.json"
_STAFF = {
    Role.ADMINISTRATOR: "kanri", Role.SECRETARIAT: "jimukyoku", Role.CONTRACTOR: "itaku", Role.SCREENING_OFFICER: "shinsa", Role.AUDITOR: "kansa",
}
_PEOPLE = {Role.REPRESENTATIVE: "daihyo", Role.DELEGATE: "giketsu", Role.CONTACT: "tanto"}


@dataclass
class Cast:
    """Who is there and what belongs to whom: session tokens by person, ids and link tokens by name."""

    sessions: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def stage(app: Flask) -> None:
    """Fill an empty database and leave beside the application's files who is who."""
    set_up_database(app)
    cast, at = Cast(), now()
    with app.app_context():
        with transaction():
            load(at=at)
        empty_outbox(now())
        deliver_mail(now())
        for add in (_add_people, _add_former, _add_applicants, _add_papers, _add_packet, _add_links, _add_proposals, _add_releases, _add_watched):
            with transaction():
                add(cast, at)
        empty_outbox(now())
        with transaction():
            _add_mail(cast, now())
        seal_entries(now())
    (Path(app.instance_path) / CAST).write_text(json.dumps(vars(cast)))


def _user(local_part: str) -> int:
    return ensure_user(email=address(local_part), name="", locale="ja", by=OPERATOR, at=now())


def _enter(cast: Cast, person: str, user_id: int, at: datetime) -> None:
    """Two sessions for a person: the one at work, and another that may be ended."""
    open_session(user_id=user_id, by=OPERATOR, at=at)
    cast.ids[f"session of {person}"] = max(db.session.scalars(select(SignInSession.id)))
    cast.sessions[person] = open_session(user_id=user_id, by=OPERATOR, at=at)
    cast.ids[f"user {person}"] = user_id


def _add_people(cast: Cast, at: datetime) -> None:
    for role, local_part in (_STAFF | _PEOPLE | {Role.BOARD_MEMBER: "izumi"}).items():
        _enter(cast, role.value, _user(local_part), at)
    _enter(cast, "secretariat-second", _user("jimukyoku2"), at)
    _enter(cast, "user", open_account(role=Role.USER, local_part="hitori", name="見本 一人", at=at).user_id, at)
    board_member = db.session.scalars(select(Person).where(Person.user_id == cast.ids["user board-member"])).one()
    _end_terms(board_member.id, at)
    cast.ids["seat"] = db.session.scalars(select(Seat.id).where(Seat.person_id == board_member.id)).one()
    cast.ids["member"] = db.session.scalars(select(Member.id).where(Member.name == "見本団体かけはし")).one()
    contact = Actor(
        kind=ActorKind.USER, user_id=cast.ids["user contact"], grants=(Grant(Role.CONTACT, cast.ids["member"]),), roles=frozenset({Role.USER})
    )
    session_id = max(db.session.scalars(select(SignInSession.id).where(SignInSession.user_id == contact.user_id)))
    choose_acting_for(session_id=session_id, member_id=cast.ids["member"], by=contact, at=at)
    cast.ids["term"] = min(db.session.scalars(select(PersonTerm.id).where(PersonTerm.member_id == cast.ids["member"])))
    desk = db.session.scalars(select(MinistryDesk).order_by(MinistryDesk.id)).first()
    assert desk is not None
    *_others, undeclared, declared = sorted(db.session.scalars(select(Deliberation.id)))
    cast.ids |= {"desk": desk.id, "ministry": desk.ministry_id, "deliberation": declared, "deliberation undeclared": undeclared}


def _add_former(cast: Cast, at: datetime) -> None:
    """People whose right was withdrawn while they were signed in."""
    for office in sorted(OFFICES):
        account = open_account(role=office, local_part=f"moto-{office.value}", name="見本 元職", at=at)
        grant_office(user_id=account.user_id, role=office, by=OPERATOR, at=at)
        _enter(cast, f"former {office.value}", account.user_id, at)
        revoke_office(user_id=account.user_id, role=office, by=OPERATOR, at=at)
    account = open_account(role=Role.USER, local_part="teishi", name="見本 停止", at=at)
    _enter(cast, "former user", account.user_id, at)
    suspend_user(user_id=account.user_id, by=OPERATOR, at=at)
    for role in (TermRole.REPRESENTATIVE, TermRole.DELEGATE, TermRole.CONTACT):
        _member_with(cast, f"former {role.value}", "見本団体むかし" + role.value, role, at)
        _end_terms(cast.ids[f"person former {role.value}"], at)
    cast.ids["ended term"] = max(db.session.scalars(select(PersonTerm.id)))
    for person in ("board-member-new", "former board-member"):
        _member_with(cast, person, f"見本団体 {person}", TermRole.CONTACT, at)
        cast.ids[f"seat of {person}"] = _seat(cast.ids[f"member {person}"], cast.ids[f"person {person}"], at)
        _end_terms(cast.ids[f"person {person}"], at)
    until_on = civil_date(at)
    vacate_seat(seat_id=cast.ids["seat of former board-member"], until_on=until_on, cause=Departure.RESIGNATION, by=OPERATOR, at=at)


def _end_terms(person_id: int, at: datetime) -> None:
    for term_id in db.session.scalars(select(PersonTerm.id).where(PersonTerm.person_id == person_id)).all():
        end_term(term_id=term_id, until_on=civil_date(at), by=OPERATOR, at=at)


def _member_with(cast: Cast, person: str, name: str, role: TermRole, at: datetime) -> None:
    admitted = admit(
        particulars=Particulars(name=name, kind=MemberKind.ORGANISATION, prefecture="13"),
        membership_class=MemberClass.REGULAR,
        from_on=civil_date(at - timedelta(days=400)),
        people=(NewPerson(name="見本 某", email=address(person.replace(" ", "-")), roles=frozenset({role})),),
        by=OPERATOR,
        at=at,
    )
    user_id = open_account(role=Role.USER, local_part=person.replace(" ", "-"), name="見本 某", at=at).user_id
    link_user(person_id=admitted.person_ids[0], user_id=user_id, by=OPERATOR, at=at)
    _enter(cast, person, user_id, at)
    cast.ids |= {f"member {person}": admitted.member_id, f"person {person}": admitted.person_ids[0]}


def _seat(member_id: int, person_id: int, at: datetime) -> int:
    """A seat from yesterday, so that no deliberation of the demonstration has it in its electorate."""
    today = civil_date(at)
    choice = SeatChoice(member_id, person_id, SeatRole.MEMBER, today - timedelta(days=1), today + timedelta(days=300))
    decision = SeatingDecision(decided_on=today - timedelta(days=1), text="見本の決定：補欠の幹事を選任する。")
    seat_by_decision(decision=decision, seats=[choice], by=OPERATOR, at=at)
    return max(db.session.scalars(select(Seat.id)))


def _application(name: str) -> Application:
    return db.session.scalars(select(Application).where(Application.name == name)).one()


def _applicant(application: Application) -> Actor:
    grants = (Grant(Role.APPLICANT, None, application.id, application.name),)
    return Actor(kind=ActorKind.USER, user_id=application.user_id, roles=frozenset({Role.APPLICANT}), grants=grants)


_APPLICATIONS = {
    "draft": "見本団体ささえ", "approved": "見本団体ひだまり", "withdrawn": "見本団体やすらぎ", "sent": "見本団体きずな",
    "checked": "見本団体わかば", "decided": "見本団体つむぎ",
}
_APPLICANTS = {"applicant": "draft", "applicant-approved": "approved", "former applicant": "withdrawn"}


def _add_applicants(cast: Cast, at: datetime) -> None:
    cast.ids |= {f"application {name}": _application(body).id for name, body in _APPLICATIONS.items()}
    for person, name in _APPLICANTS.items():
        application = _application(_APPLICATIONS[name])
        facts = {"user_id": application.user_id, "role": Role.APPLICANT, "subject_id": application.id}
        cast.sessions[person] = open_limited_session(**facts, by=VISITOR, at=at)
        cast.ids[f"user {person}"] = application.user_id


def _add_papers(cast: Cast, at: datetime) -> None:
    for name in ("draft", "withdrawn"):
        application = _application(_APPLICATIONS[name])
        facts = {"application_id": application.id, "by": _applicant(application), "at": at}
        cast.ids[f"attachment {name}"] = attach_file(slot=Slot.EVIDENCE, stream=BytesIO(pdf()), filename="見本の記録.pdf", **facts)
    draft, other = _application(_APPLICATIONS["draft"]), _application(_APPLICATIONS["withdrawn"])
    body = db.session.scalars(select(Member.id).where(Member.name == "見本団体うみかぜ")).one()
    cast.ids["recommendation draft"] = ask_member(application_id=draft.id, member_id=body, by=_applicant(draft), at=at)
    cast.ids["recommendation withdrawn"] = list_recommendations(other.id)[0].id
    withdraw(application_id=other.id, by=_applicant(other), at=at)


def _add_packet(cast: Cast, at: datetime) -> None:
    """A deliberation that the board member may read, with a paper that has a file."""
    deliberation = db.session.get_one(Deliberation, cast.ids["deliberation"])
    file_id = receive_upload(stream=BytesIO(pdf()), filename="見本の資料.pdf", slot=FileSlot.ACTIVITY_EVIDENCE, by=OPERATOR, at=at)
    paper = ApplicationAttachment(application_id=deliberation.subject_id, slot=Slot.EVIDENCE, file_id=file_id, added_at=at)
    db.session.add(paper)
    db.session.flush()
    cast.ids["attachment board"] = paper.id
    cast.ids["sitting"] = deliberation.sitting_id
    sent, staff = cast.ids["application sent"], cast.ids["user secretariat"]
    point = ScreeningCheck(application_id=sent, kind=CheckKind.ADDITIONAL, title="見本の確認事項", added_by_id=staff)
    db.session.add(point)
    db.session.flush()
    cast.ids["point"] = point.id
    record_id = receive_upload(stream=BytesIO(pdf()), filename="見本の議事録.pdf", slot=FileSlot.ACTIVITY_EVIDENCE, by=OPERATOR, at=at)
    decision = db.session.scalars(select(BoardDecision).order_by(BoardDecision.id)).first()
    assert decision is not None
    decision.document_id, cast.ids["decision"] = record_id, decision.id
    seat_id, user_id = cast.ids["seat"], cast.ids["user board-member"]
    by = Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({Role.BOARD_MEMBER}), grants=(Grant(Role.BOARD_MEMBER, None, seat_id),))
    declare_conflict(deliberation_id=deliberation.id, seat_id=seat_id, state=ConflictState.NONE, by=by, at=at)


def _token(link_id: int) -> str:
    return link_url(link_id).rsplit("/", 1)[1]


def _add_links(cast: Cast, at: datetime) -> None:
    cast.ids["user invited"] = _user("shotai")
    invitation = invite_user(user_id=cast.ids["user invited"], by=OPERATOR, at=at)
    user_id, session_id = cast.ids["user user"], cast.ids["session of user"]
    request_address_change(
        user_id=user_id, session_id=session_id, password=PASSWORD, email=address("atarashii"), by=OPERATOR, at=at
    )
    change = db.session.scalars(select(MailLink.id).where(MailLink.purpose == LinkPurpose.ADDRESS_CHANGE)).one()
    recommendation = list_recommendations(cast.ids["application sent"])[0].link_id
    given = select(Recommendation.id).where(Recommendation.status == RecommendationStatus.GIVEN).order_by(Recommendation.id.desc())
    cast.ids["recommendation given"] = db.session.scalars(given).first()
    links = {LinkPurpose.INVITATION: invitation, LinkPurpose.ADDRESS_CHANGE: change, LinkPurpose.RECOMMENDATION: recommendation}
    subjects = {
        LinkPurpose.PASSWORD_RESET: ("user_account", user_id),
        LinkPurpose.APPLICATION_START: ("application", 0),
        LinkPurpose.APPLICATION_RESUME: ("application", cast.ids["application draft"]),
        LinkPurpose.GIVEN_RECOMMENDATION: ("recommendation", cast.ids["recommendation given"]),
    }
    for purpose in LinkPurpose:
        kind, subject_id = subjects.get(purpose, ("nothing", 1))
        facts = {"purpose": purpose, "address": address("shinsei"), "at": at}
        link_id = links.get(purpose) or issue_link(**facts, subject_type=kind, subject_id=subject_id, valid_for=timedelta(days=1))
        cast.tokens[purpose.value] = _token(link_id)
        dead = issue_link(**facts, subject_type="nothing", subject_id=1, valid_for=timedelta(days=1))
        cast.tokens[f"withdrawn {purpose.value}"] = _token(dead)
        revoke_links(purpose=purpose, subject_type="nothing", subject_id=1, at=at)
    assert db.session.scalars(select(Invitation.id)).first()


def _add_proposals(cast: Cast, at: datetime) -> None:
    administrator = Actor(kind=ActorKind.USER, user_id=cast.ids["user administrator"], roles=frozenset({Role.ADMINISTRATOR}))
    secretariat = Actor(kind=ActorKind.USER, user_id=cast.ids["user secretariat-second"], roles=frozenset({Role.SECRETARIAT}))
    cast.ids["office proposal"] = propose_office(
        user_id=cast.ids["user user"], role=Role.AUDITOR, change=OfficeChange.GRANT, by=administrator, at=at
    )
    cast.ids["version"] = propose_change(
        values={"board.review_days": 21}, reason="見本の理由", decision_reference="見本第1号", effective_on=civil_date(at) + timedelta(days=1),
        by=secretariat, at=at,
    )


def _add_releases(cast: Cast, at: datetime) -> None:
    """Batches of decisions wherever one can stand on its way out."""
    first, second = (
        Actor(kind=ActorKind.USER, user_id=cast.ids[f"user {person}"], roles=frozenset({Role.SECRETARIAT}))
        for person in ("secretariat", "secretariat-second")
    )
    for place, state in enumerate(("prepared", "awaiting", "approved", "scheduled", "released")):
        ids = make_held(1 + (state == "prepared"), on_paper=int(state == "released"), first=10 * place, decided_at=at - timedelta(days=1))
        batch_id = cast.ids[f"release batch {state}"] = prepare_batch(
            decision_ids=ids, by=first if state == "prepared" else second, at=at
        )
        if state in ("awaiting", "approved"):
            submit_for_approval(batch_id=batch_id, approver_ids=[cast.ids["user secretariat"]], by=second, at=at)
        if state == "approved":
            approve(batch_id=batch_id, by=first, at=at)
        if state == "scheduled":
            schedule(batch_id=batch_id, release_at=at + timedelta(days=30), by=second, at=at)
        if state == "released":
            release_batch(batch_id=batch_id, by=second, at=at)
    hold_back(application_id=cast.ids["application withdrawn"], reason="見本の苦情を調べている。", by=second, at=at)
    prepared = select(ReleaseItem.id).where(ReleaseItem.batch_id == cast.ids["release batch prepared"])
    cast.ids["release item"] = min(db.session.scalars(prepared))


def _add_watched(cast: Cast, at: datetime) -> None:
    """The case of the demonstration, opened by its officer, a file with a list that waits for its columns, and canaries in what is sealed."""
    cast.ids |= {
        "case": db.session.scalars(select(WatchCase.id).where(WatchCase.owner_type == "practice")).one(),
        "hit": min(db.session.scalars(select(WatchHit.id))),
        "list version": min(db.session.scalars(select(ListVersion.id))),
    }
    by = Actor(kind=ActorKind.USER, user_id=cast.ids["user screening-officer"], roles=frozenset({Role.SCREENING_OFFICER}))
    open_case(case_id=cast.ids["case"], reason="見本", by=by, at=at)
    note_step(case_id=cast.ids["case"], kind=StepKind.ROSTER, on=civil_date(at), by=by, at=at)
    file = BytesIO("ref,kind,name\nEX1,person,例示 一郎\n".encode())
    facts = {"file_name": "見本.csv", "list_name": "見本の名簿", "source": "見本", "dated": civil_date(at)}
    cast.ids["upload"] = receive_list(stream=file, **facts, by=by, at=at)
    other = Actor(kind=ActorKind.USER, user_id=_user("shinsa2"), roles=by.roles)
    before_board = db.session.get_one(Application, db.session.get_one(Deliberation, cast.ids["deliberation"]).subject_id)
    owners = {("application", row.id): row.name for row in (_application(_APPLICATIONS["sent"]), before_board)}
    watch_members([cast.ids["member"]], by=OPERATOR, at=at)
    owners["member", cast.ids["member"]] = db.session.get_one(Member, cast.ids["member"]).name
    add_canaries(owners, officers=Officers(by, other), at=at)


def _add_mail(cast: Cast, at: datetime) -> None:
    lease, [mail_message_id] = lease_due(at=at, limit=1)
    failure = Failure(DeliveryError.ADDRESS_REFUSED, 550, "550 no such user")
    mark_failed(mail_message_id=mail_message_id, lease=lease, subject="見本", failure=failure, at=at)
    cast.ids["mail message"] = mail_message_id


@dataclass
class Demonstration:
    """The application on a database with the demonstration, and everybody in it; `origin` is the folder that all copies of it share."""

    app: Flask
    cast: Cast
    put_back: Callable[[], None]
    origin: Path

    def client(self, person: str, *, language: str = "en") -> FlaskClient:
        """The browser of a person of the cast; `visitor` is nobody."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["language"] = language
            if person != "visitor":
                session |= {"_user_id": self.cast.sessions[person], "_fresh": True}
        return client

    def caught(self) -> int:
        """The number of a message that was caught."""
        return min(int(path.stem) for path in (Path(self.app.config["SETTINGS"].instance_path) / "mail").glob("*.eml"))


def csrf_of(client: FlaskClient) -> str:
    """The token that the forms of this browser carry."""
    html = client.get("/password/forgotten").get_data(as_text=True)
    return html.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


_MAY_BE_WRITTEN_BY_READING = {"access_log": None, "sign_in_session": "last_seen_at"}


def contents(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, without what reading may write: the access log and when a session was last seen."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with app.app_context(), reading():
        for table in db.metadata.sorted_tables:
            if _MAY_BE_WRITTEN_BY_READING.get(table.name, "") is None:
                continue
            columns = [column for column in table.columns if column.name != _MAY_BE_WRITTEN_BY_READING.get(table.name)]
            rows = db.session.execute(select(*(literal_column(f'"{column.name}"') for column in columns)).select_from(table))
            found[table.name] = sorted((tuple(map(repr, row)) for row in rows), key=repr)
    return found


def differing(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """The names of tables whose rows differ."""
    return [name for name in before if before[name] != after[name]]


@pytest.fixture(scope="session")
def demonstrations(
    request: pytest.FixtureRequest, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Demonstration]]:
    """The demonstration on an engine, copied at its first use."""
    made: dict[str, tuple[Bench, Demonstration]] = {}

    def on(engine: str) -> Demonstration:
        """The demonstration of one engine."""
        if engine not in made:
            folder = tmp_path_factory.mktemp(f"demonstration_{engine}")
            if engine == "postgresql":
                server = request.getfixturevalue("postgresql")
                bench = postgresql_bench(server, postgresql_template(server, shared_folder, "demonstration", stage), folder)
                files = shared_folder / "making_demonstration_postgresql"
            else:
                bench = sqlite_bench(sqlite_template(shared_folder, "demonstration", stage), folder)
                files = shared_folder / "making_demonstration"
            cast = _copied(files, bench.app.config["SETTINGS"])
            made[engine] = bench, Demonstration(bench.app, Cast(**cast), lambda bench=bench: _put_back(bench), files.resolve())  # type: ignore[misc]
        return made[engine][1]

    yield on
    for bench, _demonstration in made.values():
        with bench.app.app_context():
            db.engine.dispose()
        bench.remove()


def _put_back(bench: Bench) -> None:
    """The demonstration as it was loaded, and everybody as if they had signed in just now."""
    bench.clean()
    with bench.app.app_context(), transaction():
        whole = SignInSession.limited_role.is_(None)
        db.session.execute(update(SignInSession).values(last_seen_at=now()))
        db.session.execute(update(SignInSession).where(whole).values(confirmed_at=now()))


def _copied(files: Path, settings: Settings) -> Mapping[str, dict[str, object]]:
    shutil.copytree(files / "storage", settings.storage_url, dirs_exist_ok=True)
    shutil.copytree(files / "instance", settings.instance_path, dirs_exist_ok=True)
    cast: Mapping[str, dict[str, object]] = json.loads((files / "instance" / CAST).read_text())
    return cast


@pytest.fixture(params=ENGINES)
def demonstration(request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]) -> Iterator[Demonstration]:
    """The demonstration as it was loaded, on each engine."""
    found = demonstrations(request.param)
    found.put_back()
    settings, extensions = found.app.config["SETTINGS"], dict(found.app.extensions)
    with quick_passwords():
        yield found
    found.app.config["SETTINGS"] = settings
    found.app.extensions.clear()
    found.app.extensions.update(extensions)
