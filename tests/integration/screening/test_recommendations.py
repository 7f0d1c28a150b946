"""Recommendations over time: reminded, ended, replaced, handed on, taken back, looked at again."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import update

from platform_app.accounts.services import ensure_user
from platform_app.audit.jobs import empty_outbox
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import Conflict, NotFound, RuleViolation
from platform_app.mail.rules import DeliveryError, Link, LinkPurpose, LinkUnusable
from platform_app.mail.services import find_link
from platform_app.mail.services.delivery import Failure, lease_due, mark_failed
from platform_app.screening.jobs import expire_recommendations, remind_recommenders, review_recommendations
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import get_application, list_checks, list_recommendations, list_rings, recommending
from platform_app.screening.rules.applications import Channel
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.form import Step
from platform_app.screening.rules.recommendations import Outlook, RecommendationStatus, Review
from platform_app.screening.services.applications import save_step, step_values
from platform_app.screening.services.board import send_to_board
from platform_app.screening.services.checks import take_up
from platform_app.screening.services.recommendations import (
    ask_member,
    cancel_request,
    confirm,
    decline,
    hand_on,
    postpone,
    recommend,
    review_recommendation,
    withdraw_recommendation,
)
from platform_app.screening.services.returns import return_for_correction
from platform_app.screening.services.submission import send_in, withdraw
from tests.fixtures import Clock
from tests.integration.screening.applying import (
    AT,
    CONTRACTOR,
    LINK_HOLDER,
    SECRETARIAT,
    admit_body,
    applicant,
    check_all,
    leave,
    link_of,
    make_recommenders,
    recommend_all,
    submitted,
    token_of,
)

Mails = Callable[[str], list[EmailMessage]]
COLLEAGUE = "doryo@mihon.example"
WORDS = {"name": "見本 推薦子", "reason": "長く活動している団体です。"}


@pytest.fixture
def asked(app: Flask) -> Iterator[int]:
    """An application that was sent in, with two members asked."""
    with app.app_context():
        make_recommenders(3)
        yield submitted()


def requests_of(application_id: int) -> list[Recommendation]:
    """The requests as the database has them."""
    db.session.rollback()
    return list(list_recommendations(application_id))


def say_yes(row: Recommendation, *, at: datetime = AT, **said: str) -> None:
    """The recommender says yes."""
    recommend(link=link_of(row), **{**WORDS, **said}, by=LINK_HOLDER, at=at)


def given_link(application_id: int, place: int = 0) -> Link:
    """The link of the mail that confirmed a recommendation."""
    row = requests_of(application_id)[place]
    found = db.session.execute(
        db.text("SELECT max(id) FROM mail_link WHERE purpose = 'given_recommendation' AND subject_id = :id"), {"id": row.id}
    ).scalar_one()
    return find_link(token=token_of(found), purpose=LinkPurpose.GIVEN_RECOMMENDATION, at=AT)


def check_of(application_id: int) -> CheckStatus:
    """Where the check on recommendations stands."""
    db.session.rollback()
    return list_checks(application_id)[CheckKind.RECOMMENDATION].status


def outlook_of(application_id: int) -> Outlook:
    """What is still needed, as every page says it."""
    db.session.rollback()
    return recommending(get_application(application_id), on=AT.date()).need.outlook


def correct(application_id: int, step: Step, **changed: object) -> None:
    """A return for correction, and the corrected application sent in again."""
    me = applicant(application_id)
    with transaction():
        if get_application(application_id).status.value == "submitted":
            take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        return_for_correction(application_id=application_id, remark="直してください。", by=SECRETARIAT, at=AT)
        values = dict(step_values(get_application(application_id), step)) | changed
        save_step(application_id=application_id, step=step, values=values, shown=None, by=me, at=AT)
        send_in(application_id=application_id, by=me, at=AT)


def test_a_recommender_is_reminded_three_times_each_once_and_never_after_an_answer(asked: int, mails: Mails, clock: Clock) -> None:
    first, second = (row.address for row in requests_of(asked))
    sent = []
    for day in (2, 3, 3, 6, 7, 8, 14, 29):
        at = AT + timedelta(days=day)
        if day == 7:
            with transaction():
                say_yes(requests_of(asked)[1])
        sent.append(remind_recommenders(at))
        clock.set(at)
        mails(first)
    assert sent == [0, 2, 0, 0, 1, 0, 1, 0]
    assert [row.reminders_sent for row in requests_of(asked)] == [3, 1]
    assert sum("回答をお待ちしています" in mail["Subject"] for mail in mails(first)) == 3
    assert sum("回答をお待ちしています" in mail["Subject"] for mail in mails(second)) == 1


def test_what_was_missed_is_made_up_for_with_one_mail_in_the_recommenders_language(asked: int, mails: Mails, clock: Clock) -> None:
    first = requests_of(asked)[0]
    with transaction():
        ensure_user(email=first.address, name="Mihon", locale="en", by=OPERATOR, at=AT)
    assert remind_recommenders(AT + timedelta(days=20)) == 2
    clock.set(AT + timedelta(days=20))
    subjects = [mail["Subject"] for mail in mails(first.address)]
    assert [subject for subject in subjects if "Still open" in subject] == ["Still open: request for a recommendation of 特定非営利活動法人 見本ひだまりの会"]
    with transaction():
        withdraw(application_id=asked, by=applicant(asked), at=AT)
    assert remind_recommenders(AT + timedelta(days=25)) == 0


def test_a_request_ends_after_its_time_and_can_be_made_again_but_not_for_ever(asked: int, mails: Mails, clock: Clock) -> None:
    end = AT + timedelta(days=31)
    clock.set(end)
    assert expire_recommendations(end - timedelta(days=1)) == 0
    assert expire_recommendations(end) == 2
    assert expire_recommendations(end) == 0
    first = requests_of(asked)[0]
    assert (first.status, outlook_of(asked)) == (RecommendationStatus.EXPIRED, Outlook.TO_ASK)
    with pytest.raises(LinkUnusable):
        link_of(first)
    told = [mail["Subject"] for mail in mails("tantou@hidamari.example.jp")]
    assert any("回答がありませんでした" in subject for subject in told), told
    me = applicant(asked)
    for again in (1, 2):
        with transaction():
            ask_member(application_id=asked, member_id=first.member_id, by=me, at=end)
            cancel_request(application_id=asked, recommendation_id=first.id, by=me, at=end)
        assert requests_of(asked)[0].requests == again + 1
    with pytest.raises(RuleViolation, match="screening.asked_too_often"), transaction():
        ask_member(application_id=asked, member_id=first.member_id, by=me, at=end)


def test_no_more_than_ten_recommenders_are_asked_however_many_were_taken_back(asked: int) -> None:
    me = applicant(asked)
    with transaction():
        bodies = [admit_body(f"見本団体その{place}") for place in range(9)]
        for member_id in bodies[:8]:
            found = ask_member(application_id=asked, member_id=member_id, by=me, at=AT)
            cancel_request(application_id=asked, recommendation_id=found, by=me, at=AT)
    with pytest.raises(RuleViolation, match="screening.asked_too_many"), transaction():
        ask_member(application_id=asked, member_id=bodies[8], by=me, at=AT)


def test_one_recommender_is_asked_by_no_more_than_twenty_a_day(asked: int) -> None:
    row = requests_of(asked)[0]
    with transaction():
        for number in range(19):
            other = Application(status_since=AT, created_at=AT, answers={}, user_id=get_application(asked).user_id, status="withdrawn")
            db.session.add(other)
            db.session.flush()
            db.session.add(
                Recommendation(
                    application_id=other.id, member_id=3, label=str(number), address="a@mihon.example", requested_at=AT, expires_at=AT
                )
            )
    with transaction():
        ask_member(application_id=asked, member_id=3, by=applicant(asked), at=AT)
        cancel_request(application_id=asked, recommendation_id=row.id + 21, by=applicant(asked), at=AT)
    with pytest.raises(RuleViolation, match="screening.recommender_busy"), transaction():
        ask_member(application_id=asked, member_id=3, by=applicant(asked), at=AT)


def test_replacing_takes_the_old_request_back_in_the_same_act_or_does_nothing(asked: int) -> None:
    first, second = requests_of(asked)
    me = applicant(asked)
    with pytest.raises(RuleViolation, match="screening.asked_already"), transaction():
        ask_member(application_id=asked, member_id=second.member_id, replaces=first.id, by=me, at=AT)
    assert [row.status.value for row in requests_of(asked)] == ["requested", "requested"]
    with transaction():
        ask_member(application_id=asked, member_id=3, replaces=first.id, by=me, at=AT)
    assert [row.status.value for row in requests_of(asked)] == ["cancelled", "requested", "requested"]
    with transaction():
        say_yes(requests_of(asked)[1])
    with pytest.raises(RuleViolation, match="screening.given_already"), transaction():
        ask_member(application_id=asked, member_id=first.member_id, replaces=second.id, by=me, at=AT)
    with pytest.raises(NotFound), transaction():
        ask_member(application_id=asked, member_id=first.member_id, replaces=999, by=me, at=AT)


def test_a_colleague_answers_by_a_link_of_its_own_and_then_no_link_is_left(asked: int, mails: Mails, clock: Clock) -> None:
    row = requests_of(asked)[0]
    mine = link_of(row)
    with transaction():
        hand_on(link=mine, name="見本 同僚", address=COLLEAGUE, by=LINK_HOLDER, at=AT)
    row = requests_of(asked)[0]
    theirs = find_link(token=token_of(row.handed_link_id), purpose=LinkPurpose.RECOMMENDATION, at=AT)
    assert "引継ぎ" in mails(COLLEAGUE)[-1]["Subject"]
    with pytest.raises(RuleViolation, match="screening.handed_on_by_colleague"), transaction():
        hand_on(link=theirs, name="三人目", address="x@mihon.example", by=LINK_HOLDER, at=AT)
    assert remind_recommenders(AT + timedelta(days=3)) == 2
    clock.set(AT + timedelta(days=3))
    assert "回答をお待ちしています" in mails(COLLEAGUE)[-1]["Subject"]
    with transaction():
        recommend(link=theirs, **WORDS, by=LINK_HOLDER, at=AT)
    for link in (mine, theirs):
        with pytest.raises(LinkUnusable):
            find_link(token=token_of(link.id), purpose=LinkPurpose.RECOMMENDATION, at=AT)
    assert requests_of(asked)[0].answer_address == COLLEAGUE
    assert ["記録しました" in mails(address)[-1]["Subject"] for address in (COLLEAGUE, row.address)] == [True, True]


def test_handing_on_is_no_mail_cannon_and_never_leads_to_the_applicant(asked: int) -> None:
    mine = link_of(requests_of(asked)[0])
    for address in ("tantou@hidamari.example.jp", "TANTOU@hidamari.example.jp"):
        with pytest.raises(RuleViolation, match="screening.handed_on_to_applicant"), transaction():
            hand_on(link=mine, name="見本", address=address, by=LINK_HOLDER, at=AT)
    with pytest.raises(RuleViolation, match="screening.handed_on_to_oneself"), transaction():
        hand_on(link=mine, name="見本", address=mine.address, by=LINK_HOLDER, at=AT)
    for place in (1, 2):
        with transaction():
            hand_on(link=mine, name="見本", address=f"doryo{place}@mihon.example", by=LINK_HOLDER, at=AT)
    first_colleague = requests_of(asked)[0].handed_link_id - 1
    with pytest.raises(LinkUnusable):
        token_of(first_colleague)
    with pytest.raises(RuleViolation, match="screening.handed_on_too_often"), transaction():
        hand_on(link=mine, name="見本", address="doryo3@mihon.example", by=LINK_HOLDER, at=AT)


def test_who_left_cannot_recommend_but_may_say_no(asked: int) -> None:
    first, second = requests_of(asked)
    leave(first.member_id)
    leave(second.member_id)
    with pytest.raises(RuleViolation, match="screening.you_cannot_recommend"), transaction():
        say_yes(first)
    with transaction():
        postpone(link=link_of(first), by=LINK_HOLDER, at=AT)
        decline(link=link_of(second), name="", reason="", by=LINK_HOLDER, at=AT)
    assert [row.status.value for row in requests_of(asked)] == ["requested", "declined"]


def test_a_recommendation_by_a_member_that_leaves_counts_no_more_and_the_check_opens(asked: int) -> None:
    recommend_all(asked)
    check_all(asked)
    assert check_of(asked) is CheckStatus.SATISFIED
    leave(requests_of(asked)[0].member_id)
    with pytest.raises(RuleViolation, match="screening.check_pending"), transaction():
        send_to_board(application_id=asked, by=SECRETARIAT, at=AT)
    assert (review_recommendations(AT), review_recommendations(AT)) == (1, 0)
    assert (check_of(asked), outlook_of(asked)) == (CheckStatus.PENDING, Outlook.TO_ASK)
    reasons = [reason.code for line in recommending(get_application(asked), on=AT.date()).lines for reason in line.against]
    assert reasons == ["screening.recommender_lost_right"]


def test_an_affiliates_recommendation_counts_once_the_secretariat_has_looked(app: Flask) -> None:
    with app.app_context():
        with transaction():
            admit_body("見本推薦団体1")
            admit_body("見本姉妹団体", officer="見本花子")
        application_id = submitted()
        recommend_all(application_id)
        assert (check_of(application_id), outlook_of(application_id)) == (CheckStatus.PENDING, Outlook.LOOKED_AT)
        with transaction():
            take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        affiliate = requests_of(application_id)[1]
        look = {"application_id": application_id, "recommendation_id": affiliate.id, "note": "役員は兼ねるが活動を見ている。", "at": AT}
        with pytest.raises(Exception, match="error.forbidden"), transaction():
            review_recommendation(**look, counts=True, by=CONTRACTOR)
        with transaction():
            review_recommendation(**look, counts=False, by=SECRETARIAT)
        assert outlook_of(application_id) is Outlook.TO_ASK
        with transaction():
            review_recommendation(**look, counts=True, by=SECRETARIAT)
        assert (check_of(application_id), outlook_of(application_id)) == (CheckStatus.SATISFIED, Outlook.BY_MEMBERS)


@pytest.mark.parametrize("said", ["見本 花子", "見本　花子"])
def test_an_answer_by_one_of_the_applicants_people_is_flagged(asked: int, said: str) -> None:
    with transaction():
        say_yes(requests_of(asked)[0], name=said)
    row = requests_of(asked)[0]
    assert (row.is_affiliate, row.review) == (True, Review.PENDING)


def test_a_name_that_changes_between_return_and_resubmission_asks_the_recommenders_again(asked: int, mails: Mails) -> None:
    recommend_all(asked)
    correct(asked, Step.BODY, name="特定非営利活動法人 見本改名の会")
    assert (check_of(asked), outlook_of(asked)) == (CheckStatus.PENDING, Outlook.LOOKED_AT)
    first, second = requests_of(asked)
    assert "申込書を補正しました" in mails(first.address)[-1]["Subject"]
    (name,) = recommending(get_application(asked), on=AT.date()).corrections[first.id]
    assert (name.field, name.before, name.after) == ("name", "特定非営利活動法人 見本ひだまりの会", "特定非営利活動法人 見本改名の会")
    with transaction():
        confirm(link=given_link(asked), by=LINK_HOLDER, at=AT)
    with pytest.raises(RuleViolation, match="screening.nothing_to_confirm"), transaction():
        confirm(link=given_link(asked), by=LINK_HOLDER, at=AT)
    assert outlook_of(asked) is Outlook.LOOKED_AT
    with transaction():
        review_recommendation(
            application_id=asked, recommendation_id=second.id, counts=True, note="表記だけの変更。", by=SECRETARIAT, at=AT
        )
    assert check_of(asked) is CheckStatus.SATISFIED


def test_a_correction_of_something_else_leaves_recommendations_alone(asked: int) -> None:
    recommend_all(asked)
    correct(asked, Step.PEOPLE, contact_phone="03-0000-0009")
    assert [row.outdated_at for row in requests_of(asked)] == [None, None]
    assert check_of(asked) is CheckStatus.SATISFIED


def test_nobody_takes_a_recommenders_name_or_number_by_correction(asked: int) -> None:
    recommend_all(asked)
    with pytest.raises(RuleViolation, match="screening.recommends_itself"):
        correct(asked, Step.BODY, name="見本推薦団体 1")


def test_a_recommendation_is_taken_back_until_the_board_has_decided(asked: int, mails: Mails) -> None:
    recommend_all(asked)
    first = requests_of(asked)[0]
    assert "記録しました" in mails(first.address)[-1]["Subject"]
    link = given_link(asked)
    with transaction():
        withdraw_recommendation(link=link, reason="別の活動でした。", by=LINK_HOLDER, at=AT)
    assert requests_of(asked)[0].status is RecommendationStatus.WITHDRAWN
    assert check_of(asked) is CheckStatus.PENDING
    told = mails("tantou@hidamari.example.jp")[-1].get_content()
    assert "推薦は得られませんでした" in told
    assert "別の活動" not in told
    with pytest.raises(LinkUnusable):
        find_link(token=token_of(link.id), purpose=LinkPurpose.GIVEN_RECOMMENDATION, at=AT)


def test_of_an_application_on_paper_whoever_entered_it_is_told(asked: int, mails: Mails) -> None:
    with transaction():
        clerk = ensure_user(email="jimu@platform.example", name="見本 職員", locale="ja", by=OPERATOR, at=AT)
        entered = {"channel": Channel.PAPER, "user_id": None, "entered_by_id": clerk}
        db.session.execute(update(Application).where(Application.id == asked).values(entered))
    db.session.expire_all()
    with transaction():
        decline(link=link_of(requests_of(asked)[0]), name="", reason="", by=LINK_HOLDER, at=AT)
    told = mails("jimu@platform.example")[-1]
    assert "別の推薦者が必要です" in told["Subject"]
    assert f"/apply/{asked}/recommenders" in told.get_content()


def test_a_mail_that_comes_back_is_told_to_who_can_mend_it(asked: int, mails: Mails) -> None:
    mails("nobody@mihon.example")
    row = requests_of(asked)[0]
    with transaction():
        hand_on(link=link_of(row), name="見本 同僚", address=COLLEAGUE, by=LINK_HOLDER, at=AT)
        ask_member(application_id=asked, member_id=3, by=applicant(asked), at=AT)
    lose_mails_of_links({requests_of(asked)[0].handed_link_id, requests_of(asked)[2].link_id})
    assert "同僚の方へのメールが届きませんでした" in mails(row.address)[-1]["Subject"]
    told = [mail["Subject"] for mail in mails("tantou@hidamari.example.jp") if "依頼メールが届きませんでした" in mail["Subject"]]
    assert len(told) == 1
    lines = recommending(get_application(asked), on=AT.date()).lines
    assert [(line.is_undelivered, line.is_colleague_undelivered) for line in lines] == [(False, True), (False, False), (True, False)]


def lose_mails_of_links(link_ids: set[int]) -> None:
    """Let the mails that carry some links be refused for good."""
    empty_outbox(AT)
    found = db.text("SELECT id FROM mail_message WHERE link_id IN :ids").bindparams(db.bindparam("ids", expanding=True))
    with transaction():
        wanted = set(db.session.scalars(found, {"ids": list(link_ids)}))
        lease, leased = lease_due(at=AT + timedelta(days=1), limit=50)
        assert wanted <= set(leased)
        for mail_message_id in wanted:
            failure = Failure(DeliveryError.ADDRESS_REFUSED, 550, "no such user")
            mark_failed(mail_message_id=mail_message_id, lease=lease, subject=None, failure=failure, at=AT)


@pytest.mark.parametrize("length", [2, 3])
def test_a_ring_of_recommendations_is_seen(app: Flask, length: int) -> None:
    with app.app_context():
        ours, theirs, third, _other = make_recommenders(4)
        application_id = submitted(recommenders={"members": [2, 4]})
        with transaction():
            admitted(theirs, by=ours if length == 2 else third)
            if length == 3:
                admitted(third, by=ours)
            db.session.execute(db.text("UPDATE application SET name = '見本推薦団体1' WHERE id = :id"), {"id": application_id})
        db.session.expire_all()
        (ring,) = list_rings(get_application(application_id), on=AT.date())
        between = ("見本推薦団体2",) if length == 2 else ("見本推薦団体2", "見本推薦団体3")
        assert ring.names == ("見本推薦団体1", *between, "見本推薦団体1")


def admitted(member_id: int, *, by: int) -> None:
    """An earlier application of a member that was approved, recommended by another."""
    earlier = Application(
        status="approved", status_since=AT, created_at=AT, submitted_at=AT, number=f"2020-{member_id:04d}", answers={}, channel="data",
        member_id=member_id, user_id=db.session.scalar(db.text("SELECT min(id) FROM user_account")),
    )
    db.session.add(earlier)
    db.session.flush()
    said = {"status": RecommendationStatus.GIVEN, "answered_at": AT, "answer_name": "見本", "answer_reason": "見本"}
    db.session.add(Recommendation(application_id=earlier.id, member_id=by, label="", address="a@mihon.example", requested_at=AT, expires_at=AT, **said))


def test_answering_and_taking_back_at_once_never_wait_for_each_other_for_ever(app: Flask, asked: int) -> None:
    row = requests_of(asked)[0]
    link, me, recommendation_id = link_of(row), applicant(asked), row.id
    db.session.remove()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def run(act: Callable[[], None]) -> None:
        """One of the two, in a thread of its own."""
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    act()
                outcomes.append("done")
            except (RuleViolation, LinkUnusable, Conflict) as error:
                outcomes.append(type(error).__name__)

    acts = (
        lambda: recommend(link=link, **WORDS, by=LINK_HOLDER, at=AT),
        lambda: cancel_request(application_id=asked, recommendation_id=recommendation_id, by=me, at=AT),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2 and outcomes.count("done") == 1, outcomes
    assert requests_of(asked)[0].status in (RecommendationStatus.GIVEN, RecommendationStatus.CANCELLED)


def test_an_applicant_is_not_told_to_ask_another_when_enough_have_answered(asked: int, mails: Mails) -> None:
    with transaction():
        ask_member(application_id=asked, member_id=3, by=applicant(asked), at=AT)
    first, second, third = requests_of(asked)
    with transaction():
        for row in (first, second):
            say_yes(row)
    before = len(mails("tantou@hidamari.example.jp"))
    with transaction():
        decline(link=link_of(third), name="", reason="", by=LINK_HOLDER, at=AT)
    assert len(mails("tantou@hidamari.example.jp")) == before
