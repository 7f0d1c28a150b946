"""Decisions on hits by one person and by two, what is remembered, the steps of a case, and the end of evidence."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import Forbidden, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.operations.retention import run_retention
from platform_app.watchlists.models import CaseStep, Disposition, SubjectKey, WatchCase, WatchHit, WatchSubject
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.facts import Tier
from platform_app.watchlists.rules.hits import HitStatus, Standing
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services.cases import note_step
from platform_app.watchlists.services.deciding import clear_weak, decide, reopen, second
from platform_app.watchlists.services.retention import forget_evidence
from platform_app.watchlists.services.watching import unwatch
from tests.factories import make_account
from tests.integration.watchlists.lists import person, take_in, watch, write_list


def officer(number=1):
    with transaction():
        user_id = make_account(email=f"o{number}@mihon.example", name="見本 審査", office=Role.SCREENING_OFFICER)
    return Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({Role.SCREENING_OFFICER, Role.USER}))


@pytest.fixture
def hit_id(database, tmp_path):
    """A hit of tier A of the first application."""
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}]))
    watch(person("例示 一郎"))
    screen(now())
    db.session.rollback()
    return db.session.scalar(select(WatchHit.id))


def said(hit_id):
    db.session.rollback()
    return db.session.get(WatchHit, hit_id).status


def standing(owner_id=1):
    db.session.rollback()
    return standing_of("application", owner_id)


def act(use_case, **named):
    with transaction():
        return use_case(**named, at=now())


def refused(use_case, **named):
    with pytest.raises(RuleViolation) as error, transaction():
        use_case(**named, at=now())
    return [reason.code for reason in error.value.reasons]


def weigh(hit_id, tier):
    with transaction():
        db.session.execute(update(WatchHit).where(WatchHit.id == hit_id).values(tier=tier))


def test_a_clearance_in_tier_a_takes_two_people(hit_id):
    first, other = officer(1), officer(2)
    assert act(decide, hit_id=hit_id, choice=HitStatus.FALSE_MATCH, reason="another person", by=first) is False
    assert (said(hit_id), standing()) == (HitStatus.PENDING, Standing.WAITING)
    assert refused(second, hit_id=hit_id, agrees=True, reason="", by=first) == ["watchlists.same_person"]
    assert refused(decide, hit_id=hit_id, choice=HitStatus.POSSIBLE, reason="x", by=other) == ["watchlists.second_person_missing"]
    act(second, hit_id=hit_id, agrees=True, reason="", by=other)
    assert (said(hit_id), standing()) == (HitStatus.FALSE_MATCH, Standing.CLEAR)
    assert refused(second, hit_id=hit_id, agrees=True, reason="", by=other) == ["watchlists.nothing_proposed"]


def test_a_second_person_may_disagree_with_a_reason_and_nothing_is_decided(hit_id):
    first, other = officer(1), officer(2)
    act(decide, hit_id=hit_id, choice=HitStatus.CONFIRMED, reason="same birth date", by=first)
    assert refused(second, hit_id=hit_id, agrees=False, reason=" ", by=other) == ["watchlists.reason_missing"]
    act(second, hit_id=hit_id, agrees=False, reason="not the same", by=other)
    assert (said(hit_id), standing()) == (HitStatus.PENDING, Standing.WAITING)
    act(decide, hit_id=hit_id, choice=HitStatus.CONFIRMED, reason="it is", by=other)
    act(second, hit_id=hit_id, agrees=True, reason="", by=first)
    assert said(hit_id) is HitStatus.CONFIRMED
    assert "watchlists.hit_confirmed" in set(db.session.scalars(select(AuditEntry.event)))


@pytest.mark.parametrize(("tier", "choice", "at_once"), [
    (Tier.A, HitStatus.POSSIBLE, True), (Tier.B, HitStatus.FALSE_MATCH, True), (Tier.B, HitStatus.CONFIRMED, False), (Tier.C, HitStatus.FALSE_MATCH, True),
])  # fmt: skip
def test_what_takes_one_person_and_what_takes_two(hit_id, tier, choice, at_once):
    weigh(hit_id, tier)
    assert act(decide, hit_id=hit_id, choice=choice, reason="grounds", by=officer()) is at_once
    assert said(hit_id) is (choice if at_once else HitStatus.PENDING)


def test_a_decision_needs_a_reason_and_the_office(hit_id):
    assert refused(decide, hit_id=hit_id, choice=HitStatus.POSSIBLE, reason=" ", by=officer()) == ["watchlists.reason_missing"]
    secretary = Actor(kind=ActorKind.USER, user_id=1, roles=frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR}))
    with pytest.raises(Forbidden), transaction():
        decide(hit_id=hit_id, choice=HitStatus.POSSIBLE, reason="x", by=secretary, at=now())


def test_reasons_are_sealed_and_the_ledger_names_neither_owner_nor_choice(hit_id):
    act(decide, hit_id=hit_id, choice=HitStatus.POSSIBLE, reason="カナリアの理由", by=officer())
    assert "カナリア" not in str(db.session.connection().exec_driver_sql("SELECT * FROM watch_disposition").all())
    entries = db.session.execute(select(AuditEntry.event, AuditEntry.data).where(AuditEntry.event.like("watchlists.hit%"))).all()
    [(_event, data)] = entries
    assert "possible" not in str(data) and "case" not in str(data)


def test_a_cleared_pair_is_remembered_for_the_same_facts_and_returns_when_they_change(hit_id, database, tmp_path):
    weigh(hit_id, Tier.B)
    act(decide, hit_id=hit_id, choice=HitStatus.FALSE_MATCH, reason="another person", by=officer())
    watch(person("例示 一郎", role="representative"), owner_id=2)
    watch(person("例示 一郎", address="東京都"), owner_id=3)
    screen(now())
    assert (standing(2), standing(3)) == (Standing.CLEAR, Standing.WAITING)
    take_in(database, write_list(tmp_path / "b.csv", [{"name": "例示 一郎", "address": "大阪府"}]))
    screen(now())
    assert (standing(1), standing(2)) == (Standing.WAITING, Standing.WAITING)


def test_a_clearance_that_is_opened_again_opens_what_it_had_cleared(hit_id):
    weigh(hit_id, Tier.B)
    act(decide, hit_id=hit_id, choice=HitStatus.FALSE_MATCH, reason="another person", by=officer())
    watch(person("例示 一郎"), owner_id=2)
    screen(now())
    assert refused(reopen, hit_id=hit_id, reason="", by=officer(2)) == ["watchlists.reason_missing"]
    act(reopen, hit_id=hit_id, reason="new facts", by=officer(3))
    assert (standing(1), standing(2)) == (Standing.WAITING, Standing.WAITING)


def test_what_two_people_confirmed_no_single_person_takes_back(hit_id):
    weigh(hit_id, Tier.B)
    first, other = officer(1), officer(2)
    act(decide, hit_id=hit_id, choice=HitStatus.CONFIRMED, reason="it is", by=first)
    act(second, hit_id=hit_id, agrees=True, reason="", by=other)
    act(reopen, hit_id=hit_id, reason="new facts", by=first)
    for choice in (HitStatus.POSSIBLE, HitStatus.FALSE_MATCH):
        assert act(decide, hit_id=hit_id, choice=choice, reason="another person after all", by=first) is False
        assert (said(hit_id), standing()) == (HitStatus.PENDING, Standing.WAITING)
        act(second, hit_id=hit_id, agrees=choice is HitStatus.FALSE_MATCH, reason="seen", by=other)
    assert (said(hit_id), standing()) == (HitStatus.FALSE_MATCH, Standing.CLEAR)


def test_what_a_person_proposed_is_answered_and_never_passed_over(hit_id):
    case_id = db.session.scalar(select(WatchCase.id))
    first, other = officer(1), officer(2)
    weigh(hit_id, Tier.C)
    act(decide, hit_id=hit_id, choice=HitStatus.POSSIBLE, reason="not ruled out", by=first)
    act(decide, hit_id=hit_id, choice=HitStatus.CONFIRMED, reason="it is", by=first)
    assert refused(reopen, hit_id=hit_id, reason="no", by=other) == ["watchlists.second_person_missing"]
    act(second, hit_id=hit_id, agrees=False, reason="not proved", by=other)
    act(reopen, hit_id=hit_id, reason="anew", by=other)
    act(decide, hit_id=hit_id, choice=HitStatus.CONFIRMED, reason="it is", by=first)
    assert act(clear_weak, case_id=case_id, reason="only the family name", by=other) == 0
    act(second, hit_id=hit_id, agrees=True, reason="", by=other)
    assert said(hit_id) is HitStatus.CONFIRMED


def test_weak_hits_hold_nobody_up_and_are_cleared_together(hit_id):
    weigh(hit_id, Tier.C)
    assert standing() is Standing.CLEAR
    case_id = db.session.scalar(select(WatchCase.id))
    assert refused(clear_weak, case_id=case_id, reason="", by=officer()) == ["watchlists.reason_missing"]
    assert act(clear_weak, case_id=case_id, reason="only the family name", by=officer(2)) == 1
    assert said(hit_id) is HitStatus.FALSE_MATCH


def test_an_inquiry_keeps_the_owner_waiting_until_it_is_answered(database):
    case_id = watch(person())
    screen(now())
    by = officer()
    for kind, facts in (
        (StepKind.PLEDGE, {"what": "版1"}), (StepKind.ROSTER, {}), (StepKind.PUBLIC_SEARCH, {"what": "氏名", "where": "官報"}),
    ):  # fmt: skip
        act(note_step, case_id=case_id, kind=kind, on=today(), by=by, **facts)
    assert standing() is Standing.CLEAR
    assert refused(note_step, case_id=case_id, kind=StepKind.INQUIRY_ANSWERED, on=today(), what="x", by=by) == ["watchlists.no_inquiry_open"]
    act(note_step, case_id=case_id, kind=StepKind.INQUIRY_ASKED, on=today(), where="例示警察", by=by)
    assert standing() is Standing.WAITING
    assert refused(note_step, case_id=case_id, kind=StepKind.INQUIRY_ASKED, on=today(), where="例示警察", by=by) == ["watchlists.inquiry_open"]
    act(note_step, case_id=case_id, kind=StepKind.INQUIRY_ANSWERED, on=today(), what="該当なし", by=by)
    assert standing() is Standing.CLEAR
    future = {"on": today() + timedelta(days=1), "what": "", "where": ""}
    assert refused(note_step, case_id=case_id, kind=StepKind.PUBLIC_SEARCH, by=by, **future) == [
        "watchlists.step_incomplete", "watchlists.step_incomplete", "watchlists.step_in_future",
    ]  # fmt: skip


def test_evidence_is_deleted_a_year_after_the_end(hit_id, clock):
    clock.set("2026-11-23 12:00")
    case_id = db.session.scalar(select(WatchCase.id))
    act(decide, hit_id=hit_id, choice=HitStatus.POSSIBLE, reason="grounds", by=officer())
    act(note_step, case_id=case_id, kind=StepKind.ROSTER, on=today(), by=OPERATOR)
    assert refused(forget_evidence, record_id=case_id, by=OPERATOR) == ["watchlists.still_watched"]
    with transaction():
        unwatch(owner_type="application", owner_id=1, by=OPERATOR, at=now())
    clock.advance(days=364)
    assert retained() == (0, 0, 0)
    clock.advance(days=3)
    assert retained(is_dry=True) == (1, 0, 0)
    assert retained() == (1, 1, 0)
    db.session.rollback()
    assert [db.session.scalar(select(table)) for table in (WatchCase, WatchSubject, WatchHit, Disposition, CaseStep, SubjectKey)] == [None] * 6


def retained(*, is_dry=False):
    """What a run of retention says of cases: due, erased, held."""
    with transaction():
        lines = {line.code: line for line in run_retention(by=OPERATOR, at=now(), is_dry=is_dry)}
    found = lines["watchlists.ended_cases"]
    return found.due, found.erased, found.held
