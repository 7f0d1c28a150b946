"""The register is watched: what an import brought by the job, a single change at once, a day's changes at night, until a member leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date, now
from platform_app.members.models import Member, MembershipPeriod, Person
from platform_app.members.queries.record import get_record
from platform_app.members.rules import EndedReason, TermRole
from platform_app.members.services import appoint, correct_particulars
from platform_app.watchlists import jobs
from platform_app.watchlists.models import WatchCase, WatchHit, WatchSubject
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.hits import Standing
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services import register
from platform_app.watchlists.services.register import watch_members
from tests.integration.members.registers import body, many, person
from tests.integration.watchlists.lists import take_in, write_list


def watched_names(member_id):
    """How many names of a member are watched."""
    db.session.rollback()
    case = select(WatchCase.id).where(WatchCase.owner_type == "member", WatchCase.owner_id == member_id, WatchCase.ended_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(WatchSubject.case_id.in_(case), WatchSubject.ended_at.is_(None)))


def admitted(*people, **particulars):
    """A member, not yet watched."""
    with transaction():
        return body("見本団体", people=people, **particulars).member_id


def leave(member_id):
    """The membership ended yesterday."""
    with transaction():
        ended = {"until_on": civil_date(now()) - timedelta(days=1), "ended_reason": EndedReason.WITHDRAWN}
        db.session.execute(update(MembershipPeriod).where(MembershipPeriod.member_id == member_id).values(**ended))


def beside_ledger(statements):
    """How many statements were sent, those that write the ledger aside."""
    return sum(not text.startswith("INSERT INTO audit_entry") for text in statements.seen)


def hit_count():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(WatchHit))


def test_an_import_is_watched_by_the_job_in_blocks_of_the_same_few_statements(database, statements, monkeypatch):
    many(7)
    monkeypatch.setattr(register, "MEMBERS_AT_ONCE", 3)
    statements.clear()
    with transaction():
        assert register.watch_unwatched(at=now()) == 3
    first = beside_ledger(statements)
    assert jobs.watch_register(now()) == 4
    monkeypatch.setattr(register, "MEMBERS_AT_ONCE", 200)
    many(15, "見本二団体")
    statements.clear()
    with transaction():
        assert register.watch_unwatched(at=now()) == 15
    assert beside_ledger(statements) <= first <= 12
    assert jobs.watch_register(now()) == 0, "everybody is watched"
    ids = db.session.scalars(select(Member.id)).all()
    assert [watched_names(member_id) for member_id in ids] == [2] * 22


def test_a_new_name_comes_back_to_matching_and_the_others_stay(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}]))
    member_id = admitted(person("見本 花子", TermRole.REPRESENTATIVE), prefecture="13")
    jobs.watch_register(now())
    screen(now())
    assert (standing_of("member", member_id), hit_count()) == (Standing.CLEAR, 0)
    with transaction():
        appoint(member_id=member_id, role=TermRole.DELEGATE, from_on=civil_date(now()), person=person("例示 一郎"), by=OPERATOR, at=now())
    assert (watched_names(member_id), standing_of("member", member_id)) == (3, Standing.WAITING)
    screen(now())
    assert (standing_of("member", member_id), hit_count()) == (Standing.WAITING, 1)
    assert not [data for data in db.session.scalars(select(AuditEntry.data)) if "例示" in str(data)], "the ledger is read by others"


def test_a_correction_is_followed_if_it_is_of_a_name(database):
    member_id = admitted(prefecture="13")
    jobs.watch_register(now())

    def corrected(**changes):
        """How often names were put in, once these particulars are corrected."""
        db.session.rollback()
        found = get_record(member_id)
        with transaction():
            particulars = type(found.particulars)(**(vars(found.particulars) | changes))
            correct_particulars(member_id=member_id, particulars=particulars, version=found.version, by=OPERATOR, at=now())
        return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "watchlists.subjects_watched"))

    assert (corrected(phone="03-0000-0000"), corrected(name="改名見本団体"), watched_names(member_id)) == (1, 2, 1)
    assert db.session.scalar(select(WatchCase.label)).endswith("改名見本団体")


def test_the_night_finds_what_nobody_told_and_changes_nothing_else(database, monkeypatch):
    monkeypatch.setattr(register, "MEMBERS_AT_ONCE", 2)
    many(5)
    jobs.watch_register(now())
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry))
    with transaction():
        db.session.execute(update(Person).where(Person.name == "見本 3").values(name="見本 改名"))
    assert jobs.review_register(now()) == 5
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries + 1
    assert db.session.scalar(select(func.count()).select_from(WatchSubject).where(WatchSubject.matched_at.is_(None))) == 11


def test_a_block_that_dies_leaves_nothing_and_the_next_turn_goes_on(database, monkeypatch):
    many(5)
    monkeypatch.setattr(register, "MEMBERS_AT_ONCE", 2)
    real, calls = jobs.watch_unwatched, []

    def dying(*, at):
        """Works once, then dies inside its transaction."""
        done = real(at=at)
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(jobs, "watch_unwatched", dying)
        jobs.watch_register(now())
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(WatchCase)) == 2
    assert jobs.watch_register(now()) == 3


def test_who_leaves_is_watched_no_longer(database):
    member_id, other = admitted(), admitted()
    with transaction():
        watch_members([member_id, other], by=OPERATOR, at=now())
    leave(member_id)
    assert jobs.watch_register(now()) == 1
    assert (watched_names(member_id), watched_names(other)) == (0, 1)
    assert (jobs.watch_register(now()), jobs.review_register(now())) == (0, 1)
