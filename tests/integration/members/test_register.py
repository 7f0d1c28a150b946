"""Members, periods, numbers, people and ministries against the databases."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from platform_app.accounts.services import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import rules_at
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import Conflict, NotFound, RuleViolation, StaleForm
from platform_app.members.models import Member, MembershipPeriod, PersonTerm
from platform_app.members.queries import (
    MemberFilter,
    contact_address_of,
    delegate_of,
    derived_grants,
    find_by_corporate_number,
    find_member_by_number,
    get_desk,
    get_member,
    list_desks,
    list_members,
    list_ministries,
    list_recommenders,
    members_by_id,
    people_of,
    persons_by_id,
)
from platform_app.members.queries.record import get_record
from platform_app.members.rules import EndedReason, MemberClass, MemberKind, TermRole
from platform_app.members.services import (
    add_desk,
    add_ministry,
    appoint,
    close_desk,
    close_ministry,
    correct_particulars,
    end_term,
    link_user,
    load_ministries,
    people,
)
from tests.integration.members.registers import AT, CORPORATE_NUMBER, JOINED, TODAY, body, person

pytestmark = pytest.mark.both_databases

REPRESENTATIVE, DELEGATE, CONTACT = TermRole.REPRESENTATIVE, TermRole.DELEGATE, TermRole.CONTACT
WRITE = {"by": OPERATOR, "at": AT}


def names(wanted):
    return [row.name for row in list_members(wanted).rows]


def roles_of(user_id, on):
    return sorted((row.role, row.member_id, row.label) for row in db.session.execute(derived_grants(user_id, on)))


def test_members_are_numbered_from_1_and_across_classes(database):
    with transaction():
        numbers = [body(f"見本{name}", membership_class=name).number for name in MemberClass]
    assert numbers == [1, 2, 3]


def test_a_rolled_back_admission_takes_no_number_with_it(database):
    with transaction():
        body("一")
    with pytest.raises(ZeroDivisionError), transaction():
        body("二")
        raise ZeroDivisionError
    with transaction():
        assert body("三").number == 2


def test_admissions_at_once_get_different_numbers_without_gaps(app):
    start, failures = threading.Barrier(4), []

    def work(place):
        try:
            start.wait()
            for turn in range(5):
                with app.app_context():
                    with transaction():
                        body(f"見本{place}-{turn}")
                    db.session.remove()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with app.app_context():
        assert sorted(db.session.scalars(select(Member.number))) == list(range(1, 21))


def test_an_active_member_keeps_its_corporate_number_and_a_past_one_frees_it(database):
    with transaction():
        first = body("一", corporate_number=CORPORATE_NUMBER)
    with pytest.raises(Conflict) as refused, transaction():
        body("二", corporate_number=CORPORATE_NUMBER)
    assert refused.value.code == "members.corporate_number_taken"
    with transaction():
        period = db.session.scalars(select(MembershipPeriod)).one()
        period.until_on, period.ended_reason = date(2025, 4, 1), EndedReason.WITHDRAWN
        db.session.get(Member, first.member_id).ended_on = date(2025, 4, 1)
    with transaction():
        second = body("二", corporate_number=CORPORATE_NUMBER, from_on=date(2026, 4, 1))
    assert find_by_corporate_number(CORPORATE_NUMBER, on=TODAY).id == second.member_id
    assert find_by_corporate_number(CORPORATE_NUMBER, on=date(2025, 3, 31)).id == first.member_id
    assert find_by_corporate_number(CORPORATE_NUMBER, on=date(2025, 4, 1)) is None


def test_an_individual_is_refused_in_a_voting_class(database):
    with pytest.raises(RuleViolation), transaction():
        body("見本 花子", kind=MemberKind.INDIVIDUAL)


def test_the_register_of_any_day_comes_from_the_periods(database):
    with transaction():
        member = body("一", from_on=date(2024, 4, 1))
        period = db.session.scalars(select(MembershipPeriod)).one()
        period.until_on, period.ended_reason = date(2025, 4, 1), EndedReason.CLASS_CHANGED
        db.session.flush()
        db.session.add(MembershipPeriod(member_id=member.member_id, membership_class=MemberClass.SUPPORTING, from_on=date(2025, 4, 1)))
        body("二", from_on=date(2025, 1, 1))
    assert names(MemberFilter(as_of=date(2024, 3, 31))) == []
    assert names(MemberFilter(as_of=date(2024, 4, 1))) == ["一"]
    assert names(MemberFilter(as_of=date(2025, 1, 1))) == ["一", "二"]
    classes = [find_member_by_number(1, on=on).membership_class for on in (date(2025, 3, 31), date(2025, 4, 1))]
    assert classes == [MemberClass.REGULAR, MemberClass.SUPPORTING]
    assert get_member(member.member_id, on=TODAY).joined_on == date(2024, 4, 1)
    assert get_member(member.member_id, on=date(2020, 1, 1)).membership_class is None
    assert find_member_by_number(1, on=date(2020, 1, 1)) is None
    assert find_member_by_number(2**40, on=TODAY) is None
    with pytest.raises(NotFound):
        get_member(10**6, on=TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("見", {"見本あおぞら", "見本いずみ"}),
        ("本い", {"見本いずみ"}),
        ("いずみ", {"見本いずみ"}),
        ("ｲｽﾞﾐ", {"見本いずみ"}),
        ("イズ ミ", {"見本いずみ"}),
        ("旧い", {"見本いずみ"}),
        ("%", {"100%_団体"}),
        ("_", {"100%_団体"}),
        ("/", set()),
        ("3", {"100%_団体", "見本あおぞら"}),
        ("５８３５", {"見本あおぞら"}),
        ("'; DROP", set()),
    ],
)
def test_a_search_finds_names_readings_and_numbers_of_any_length(database, text, found):
    with transaction():
        body("見本あおぞら", corporate_number=CORPORATE_NUMBER)
        body("見本いずみ", kana="ミホンイズミ", former_names=("旧いずみ会",))
        body("100%_団体")
    assert set(names(MemberFilter(text=text, as_of=TODAY))) == found


def test_the_list_is_filtered_sorted_and_totally_ordered(database):
    with transaction():
        body("い", prefecture="13", kana="ア")
        body("あ", prefecture="27", membership_class=MemberClass.COOPERATING, kana="ア")
        body("う", kind=MemberKind.INDIVIDUAL, membership_class=MemberClass.SUPPORTING, kana="ア")
    assert names(MemberFilter(as_of=TODAY, sort="name")) == ["あ", "い", "う"]
    assert names(MemberFilter(as_of=TODAY, sort="kana", descending=True)) == ["い", "あ", "う"]
    assert names(MemberFilter(as_of=TODAY, sort="nonsense", descending=True)) == ["う", "あ", "い"]
    assert names(MemberFilter(as_of=TODAY, prefecture="27")) == ["あ"]
    assert names(MemberFilter(as_of=TODAY, membership_class=MemberClass.REGULAR)) == ["い"]
    assert names(MemberFilter(as_of=TODAY, kind=MemberKind.INDIVIDUAL)) == ["う"]
    page = list_members(MemberFilter(as_of=TODAY), 2, size=2)
    assert (page.total, [row.name for row in page.rows]) == (3, ["う"])


def test_only_classes_with_the_right_may_recommend(database):
    with transaction():
        regular = body("見本会員", people=(person("見本 花子", REPRESENTATIVE),))
        body("見本協力", membership_class=MemberClass.COOPERATING)
        body("見本賛助", kind=MemberKind.INDIVIDUAL, membership_class=MemberClass.SUPPORTING)
    rules = rules_at(TODAY)
    assert [(row.name, row.representative) for row in list_recommenders(text="見本", on=TODAY, rules=rules).rows] == [("見本会員", "見本 花子")]
    assert list_recommenders(on=TODAY, rules=rules, exclude=[regular.member_id]).rows == ()
    assert list_recommenders(on=date(2024, 3, 31), rules=rules).rows == ()


def test_the_representative_votes_until_a_delegate_is_named(database):
    with transaction():
        member = body(people=(person("代表", REPRESENTATIVE, email="r@mihon.example"),))
    assert delegate_of(member.member_id, on=TODAY).name == "代表"
    with transaction():
        term_id = appoint(member_id=member.member_id, role=DELEGATE, from_on=date(2026, 5, 1), person=person("議決"), **WRITE)
    assert [delegate_of(member.member_id, on=on).name for on in (date(2026, 4, 30), date(2026, 5, 1))] == ["代表", "議決"]
    with transaction():
        end_term(term_id=term_id, until_on=date(2026, 6, 1), **WRITE)
    assert delegate_of(member.member_id, on=date(2026, 6, 1)).name == "代表"
    assert delegate_of(member.member_id, on=date(2020, 1, 1)) is None


def test_a_new_representative_replaces_the_former_on_the_day(database):
    with transaction():
        member = body(people=(person("前", REPRESENTATIVE),))
        appoint(member_id=member.member_id, role=REPRESENTATIVE, from_on=date(2026, 4, 1), person=person("後"), **WRITE)
    assert [people_of(member.member_id, on=on)[0].name for on in (date(2026, 3, 31), date(2026, 4, 1))] == ["前", "後"]
    with pytest.raises(RuleViolation), transaction():
        appoint(member_id=member.member_id, role=REPRESENTATIVE, from_on=date(2025, 4, 1), person=person("間"), **WRITE)
    events = [entry.event for entry in list_entries(subject_type="member", subject_id=member.member_id)]
    assert events == ["members.member_admitted", "members.term_began", "members.term_ended", "members.term_began"]


def test_a_person_of_another_member_is_not_found_for_an_appointment(database):
    with transaction():
        own, other = body("一"), body("二", people=(person("他", CONTACT),))
    with pytest.raises(NotFound), transaction():
        appoint(member_id=own.member_id, role=CONTACT, from_on=TODAY, person_id=other.person_ids[0], **WRITE)
    with pytest.raises(NotFound), transaction():
        appoint(member_id=10**6, role=CONTACT, from_on=TODAY, person=person("誰"), **WRITE)
    with pytest.raises(RuleViolation), transaction():
        appoint(member_id=own.member_id, role=CONTACT, from_on=TODAY, **WRITE)


def test_a_refused_appointment_leaves_the_former_delegate_in_force(database):
    with transaction():
        member = body(people=(person("議決", DELEGATE),))
        with pytest.raises(RuleViolation):
            appoint(member_id=member.member_id, role=DELEGATE, from_on=TODAY, person=person(" "), **WRITE)
    assert delegate_of(member.member_id, on=TODAY).name == "議決"


def test_two_delegates_appointed_at_once_leave_one_in_force(app):
    with app.app_context(), transaction():
        member_id = body(people=(person("代表", REPRESENTATIVE),)).member_id
    start, outcomes = threading.Barrier(2), []

    def work(name):
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    appoint(member_id=member_id, role=DELEGATE, from_on=TODAY, person=person(name), **WRITE)
                outcomes.append("done")
            except (Conflict, RuleViolation):
                outcomes.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("一", "二")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "done" in outcomes
    with app.app_context():
        assert sum(place.role is DELEGATE for place in people_of(member_id, on=TODAY)) == 1


def test_a_term_ended_while_another_is_appointed_is_ended_once(app, monkeypatch):
    later, sooner = TODAY + timedelta(days=120), TODAY + timedelta(days=1)
    with app.app_context(), transaction():
        admitted = body(people=(person("議決", DELEGATE),))
        term_id = db.session.scalar(select(PersonTerm.id).where(PersonTerm.member_id == admitted.member_id, PersonTerm.role == DELEGATE))
    outcomes = []

    def end():
        with app.app_context():
            try:
                with transaction():
                    end_term(term_id=term_id, until_on=sooner, **WRITE)
                outcomes.append(sooner)
            except RuleViolation:
                outcomes.append("refused")
            db.session.remove()

    ending, really = threading.Thread(target=end), people._person_of

    def meanwhile(*arguments):
        ending.start()
        ending.join(timeout=0.5)  # it waits for the member's row; without that lock it would be over by now
        return really(*arguments)

    monkeypatch.setattr(people, "_person_of", meanwhile)
    with app.app_context(), transaction():
        appoint(member_id=admitted.member_id, role=DELEGATE, from_on=later, person=person("次の議決"), **WRITE)
    ending.join()
    with app.app_context():
        assert (outcomes, db.session.get_one(PersonTerm, term_id).until_on) == (["refused"], later)


def test_mail_goes_to_the_contact_else_the_member_else_the_representative(database):
    with transaction():
        everything = body("一", email="m@mihon.example", people=(person("担当", CONTACT, email="c@mihon.example"), person("代表", REPRESENTATIVE)))
        own = body("二", email="m@mihon.example", people=(person("代表", REPRESENTATIVE, email="r@mihon.example"),))
        last = body("三", people=(person("代表", REPRESENTATIVE, email="r@mihon.example"),))
        nothing = body("四")
    found = [contact_address_of(member.member_id, on=TODAY) for member in (everything, own, last, nothing)]
    assert found == ["c@mihon.example", "m@mihon.example", "r@mihon.example", None]


def test_roles_are_derived_from_terms_in_force_of_members_in_force(database):
    with transaction():
        user_id = ensure_user(email="hanako@mihon.example", name="見本 花子", locale="ja", by=OPERATOR, at=AT)
        one = body("一", people=(person("見本 花子", REPRESENTATIVE, CONTACT),))
        two = body("二", people=(person("代表", REPRESENTATIVE), person("見本 花子", DELEGATE)))
        for person_id in (one.person_ids[0], two.person_ids[1]):
            link_user(person_id=person_id, user_id=user_id, **WRITE)
    assert roles_of(user_id, TODAY) == [
        ("contact", one.member_id, "一"), ("delegate", one.member_id, "一"), ("delegate", two.member_id, "二"), ("representative", one.member_id, "一"),
    ]
    assert roles_of(user_id, date(2024, 3, 31)) == []
    with transaction():
        appoint(member_id=one.member_id, role=DELEGATE, from_on=TODAY, person=person("別"), **WRITE)
        period = db.session.scalars(select(MembershipPeriod).where(MembershipPeriod.member_id == two.member_id)).one()
        period.until_on, period.ended_reason = TODAY, EndedReason.WITHDRAWN
    assert roles_of(user_id, TODAY) == [("contact", one.member_id, "一"), ("representative", one.member_id, "一")]


def test_a_person_is_linked_once_and_to_one_user(database):
    with transaction():
        [person_id] = body(people=(person("花子", CONTACT),)).person_ids
        users = [ensure_user(email=f"{name}@mihon.example", name=name, locale="ja", by=OPERATOR, at=AT) for name in ("a", "b")]
        link_user(person_id=person_id, user_id=users[0], **WRITE)
        link_user(person_id=person_id, user_id=users[0], **WRITE)
    with pytest.raises(RuleViolation), transaction():
        link_user(person_id=person_id, user_id=users[1], **WRITE)
    assert persons_by_id([person_id])[person_id].user_id == users[0]
    assert len(list_entries(subject_type="person", subject_id=person_id)) == 1


def corrected(record, **changes):
    return type(record.particulars)(**(vars(record.particulars) | changes))


def test_a_correction_changes_names_and_search_and_is_recorded(database):
    with transaction():
        member_id = body("旧い名前").member_id
    record = get_record(member_id)
    with transaction():
        correct_particulars(member_id=member_id, particulars=corrected(record, name="\ufa19の会"), version=record.version, **WRITE)
    assert names(MemberFilter(text="神の", as_of=TODAY)) == ["\ufa19の会"]
    assert list_entries(subject_type="member", subject_id=member_id)[-1].data == {"member_id": member_id, "changed": ["name"]}
    with pytest.raises(StaleForm) as stale, transaction():
        correct_particulars(member_id=member_id, particulars=corrected(record, name="三つ目"), version=record.version, **WRITE)
    assert stale.value.theirs == {"name": "\ufa19の会"}


def test_a_correction_of_nothing_records_nothing_and_kinds_are_fixed(database):
    with transaction():
        member_id = body().member_id
    record = get_record(member_id)
    with transaction():
        correct_particulars(member_id=member_id, particulars=record.particulars, version=record.version, **WRITE)
    assert len(list_entries(subject_type="member", subject_id=member_id)) == 1
    with pytest.raises(RuleViolation), transaction():
        correct_particulars(member_id=member_id, particulars=corrected(record, kind=MemberKind.INDIVIDUAL), version=record.version, **WRITE)


def test_desks_may_recommend_while_they_and_their_ministry_exist(database):
    with transaction():
        ministry_id = add_ministry(name="見本省", **WRITE)
        first = add_desk(ministry_id=ministry_id, name="一課", email="1@mihon.example", valid_from=JOINED, **WRITE)
        second = add_desk(ministry_id=ministry_id, name="二課", email="2@mihon.example", valid_from=JOINED, **WRITE)
        close_desk(desk_id=first, valid_to=date(2026, 4, 1), **WRITE)
    assert [desk.name for desk in list_desks(date(2026, 3, 31))] == ["一課", "二課"]
    assert [desk.name for desk in list_desks(date(2026, 4, 1), text="見本省二")] == ["二課"]
    assert list_desks(date(2026, 4, 1), text="一課") == ()
    with transaction():
        close_ministry(ministry_id=ministry_id, valid_to=date(2026, 5, 1), **WRITE)
    assert get_desk(second, on=date(2026, 4, 30)).ministry == "見本省"
    with pytest.raises(NotFound):
        get_desk(second, on=date(2026, 5, 1))
    with pytest.raises(RuleViolation), transaction():
        add_desk(ministry_id=ministry_id, name="三課", email="3@mihon.example", valid_from=date(2026, 5, 1), **WRITE)
    with pytest.raises(RuleViolation), transaction():
        close_desk(desk_id=first, valid_to=date(2026, 4, 1), **WRITE)


def test_the_master_of_ministries_is_loaded_once_with_its_dates(database):
    with transaction():
        added = load_ministries(**WRITE)
        again = load_ministries(**WRITE)
    assert (added, again) == (19, 0)
    assert "こども家庭庁" not in {ministry.name for ministry in list_ministries(date(2023, 3, 31))}
    assert "こども家庭庁" in {ministry.name for ministry in list_ministries(date(2023, 4, 1))}
    with pytest.raises(RuleViolation), transaction():
        add_ministry(name="内閣府", **WRITE)


def test_several_members_are_read_in_one_statement(database, statements):
    with transaction():
        ids = [body(f"見本{number}").member_id for number in range(3)]
    statements.clear()
    assert {row.name for row in members_by_id(ids, on=TODAY).values()} == {"見本0", "見本1", "見本2"}
    assert statements.count == 1
