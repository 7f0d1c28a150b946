"""Applications of invented bodies at every stage, each brought there by the acts of the people concerned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from platform_app.accounts.services import ensure_user
from platform_app.committees.queries import list_electorate
from platform_app.committees.rules.tally import Choice, ConflictState
from platform_app.committees.services import close_deliberation, declare_conflict, give_position
from platform_app.demo.people import APPLICANT, address
from platform_app.demo.register import Body, Register
from platform_app.kernel.actors import OPERATOR, SYSTEM, Actor, ActorKind, Grant
from platform_app.kernel.clock import civil_date
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.screening.queries import list_recommendations
from platform_app.screening.rules.applications import Channel
from platform_app.screening.rules.checks import Assessment, CheckKind, Conclusion
from platform_app.screening.rules.form import Area, Slot, Step
from platform_app.screening.services.applications import begin_draft, save_step
from platform_app.screening.services.attachments import attach_address
from platform_app.screening.services.board import send_to_board
from platform_app.screening.services.checks import conclude, satisfy_check, take_up
from platform_app.screening.services.lapsing import remind_or_lapse
from platform_app.screening.services.on_paper import begin_entry, hand_over
from platform_app.screening.services.recommendations import ask_desk, ask_member, recommend
from platform_app.screening.services.release import edit_reasons, release
from platform_app.screening.services.returns import raise_remark, return_for_correction
from platform_app.screening.services.submission import send_in, withdraw
from platform_app.watchlists.services.small import match_at_once

WEB = "https://mihon.example"
_SLOTS = (Slot.ARTICLES, Slot.OFFICER_ROSTER, Slot.ANNUAL_REPORT)


@dataclass(frozen=True)
class Staff:
    """Those of the secretariat who act here."""

    secretariat: Actor
    officer: Actor


@dataclass(frozen=True)
class Applicant:
    """An application with the person who applies and the instant at which it was begun."""

    application_id: int
    by: Actor
    began_at: datetime

    def after(self, days: int) -> datetime:
        """An instant some days after the beginning."""
        return self.began_at + timedelta(days=days)


Stage = Callable[[Applicant, Register, Staff], None]


def load_applications(register: Register, staff: Staff, *, at: datetime) -> None:
    """Every stage once; the last one is a draft that its applicant can go on with."""
    stages: Sequence[tuple[str, str, int, Stage]] = (
        ("見本団体ひだまり", "hidamari", 40, _approved),
        ("見本団体ゆうやけ", "yuyake", 38, _refused),
        ("見本団体こもれび", "komorebi", 36, _withdrawn),
        ("見本団体しずく", "shizuku", 110, _lapsed),
        ("見本団体せせらぎ", "seseragi", 30, _deferred),
        ("見本団体つむぎ", "tsumugi", 25, _decided),
        ("見本団体はるかぜ", "harukaze", 9, _before_board),
        ("見本団体みちしるべ", "michishirube", 8, _before_board),
        ("見本団体やすらぎ", "yasuragi", 7, _returned),
        ("見本団体わかば", "wakaba", 5, _under_check),
        ("見本団体きずな", "kizuna", 3, _sent_in),
    )
    for name, local_part, days, stage in stages:
        stage(_begin(name, local_part, at=at - timedelta(days=days)), register, staff)
    _on_paper("見本団体こだま", "kodama", register, staff, at=at - timedelta(days=2))
    _begin("見本団体ささえ", APPLICANT, at=at - timedelta(days=1))


def _begin(name: str, local_part: str, *, at: datetime) -> Applicant:
    user_id = ensure_user(email=address(local_part), name="", locale="ja", by=OPERATOR, at=at)
    draft = begin_draft(user_id=user_id, by=OPERATOR, at=at)
    grants = (Grant(Role.APPLICANT, None, draft.id, name),)
    by = Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({Role.APPLICANT, Role.USER}), grants=grants)
    applicant = Applicant(draft.id, by, at)
    _fill_in(applicant, name, local_part)
    return applicant


def _fill_in(applicant: Applicant, name: str, local_part: str, **on_the_pledge: str) -> None:
    facts: dict[str, Any] = {"application_id": applicant.application_id, "by": applicant.by, "at": applicant.began_at}
    for step, values in _form(name, local_part).items():
        save_step(step=step, values=values | (on_the_pledge if step is Step.PLEDGE else {}), shown=None, **facts)
    for slot in _SLOTS:
        attach_address(slot=slot, address=f"{WEB}/{local_part}/{slot.value}", **facts)


def _on_paper(name: str, local_part: str, register: Register, staff: Staff, *, at: datetime) -> None:
    """It came by telephone; a second person has not looked over yet what was entered."""
    application_id = begin_entry(channel=Channel.TELEPHONE, by=staff.secretariat, at=at)
    entry = Applicant(application_id, staff.secretariat, at)
    _fill_in(entry, name, local_part, pledged_on=civil_date(at).isoformat())
    _ask(entry, register, register.bodies[3:5])
    hand_over(application_id=application_id, by=staff.secretariat, at=at)


def _form(name: str, local_part: str) -> dict[Step, dict[str, Any]]:
    return {
        Step.MEMBERSHIP: {
            "membership_class": MemberClass.REGULAR.value, "kind": MemberKind.ORGANISATION.value,
            "corporate_number": None, "has_no_corporate_number": True,
        },
        Step.BODY: {
            "name": name, "kana": "ミホンダンタイ", "former_names": "", "short_name": "", "body_kind": "unincorporated",
            "postal_code": "100-0000", "prefecture": "東京都", "address": "見本区見本町1-1", "phone": "03-0000-0000",
            "website": f"{WEB}/{local_part}", "founded_on": "2015-04-01",
        },
        Step.PEOPLE: {
            "representative_name": f"{name[4:]} 代子", "representative_kana": "ダイコ", "representative_title": "代表",
            "contact_name": f"{name[4:]} 担太", "contact_email": address(local_part), "contact_phone": "03-0000-0000",
        },
        Step.ACTIVITIES: {
            "purpose": "ひとりで悩む人が、安心して話せる場所を地域につくること。",
            "activities": "週に3回の居場所の開設、電話とチャットによる相談、見守りの訪問、支援者の研修。",
            "areas": [Area.PLACE_TO_BE.value, Area.CONSULTATION.value],
            "activity_record": [{"what": "居場所「見本の縁側」を週3回開き、年間のべ1,200人が利用した。", "since": "2018-04",
                                 "address": f"{WEB}/{local_part}/engawa"}],
        },
        Step.OFFICERS: {
            "officers": [
                {"name": f"{name[4:]} 代子", "kana": "ダイコ", "role": "代表", "birth_on": None},
                {"name": f"{name[4:]} 会計", "kana": "カイケイ", "role": "会計", "birth_on": None},
            ]
        },
        Step.PLEDGE: {"publication": ["name", "prefecture", "website"], "notice": True, "pledge": True, "pledged_by": f"{name[4:]} 代子"},
    }


def _ask(applicant: Applicant, register: Register, bodies: Sequence[Body]) -> None:
    for body in bodies:
        ask_member(application_id=applicant.application_id, member_id=body.member_id, by=applicant.by, at=applicant.after(0))


def _sent_in(applicant: Applicant, register: Register, staff: Staff) -> None:
    _ask(applicant, register, register.bodies[3:5])
    send_in(application_id=applicant.application_id, by=applicant.by, at=applicant.after(1))


def _under_check(applicant: Applicant, register: Register, staff: Staff) -> None:
    ask_desk(application_id=applicant.application_id, desk_id=register.desk_ids[0], by=applicant.by, at=applicant.after(0))
    send_in(application_id=applicant.application_id, by=applicant.by, at=applicant.after(1))
    take_up(application_id=applicant.application_id, by=staff.secretariat, at=applicant.after(2))


def _returned(applicant: Applicant, register: Register, staff: Staff) -> None:
    _under_check(applicant, register, staff)
    remarks = (
        ("attachments.articles", "会則のページが開けません。アドレスを確かめるか、ファイルを添付してください。", "admission.attachments.regular"),
        ("activity_record.0.since", "いつ始めた活動か、年月まで書いてください。", "admission.criteria"),
    )
    for field, text, clause in remarks:
        raise_remark(
            application_id=applicant.application_id, field=field, text=text, clause=clause, by=staff.secretariat, at=applicant.after(3)
        )
    covering = "お申し込みありがとうございます。次の点をご確認ください。"
    return_for_correction(application_id=applicant.application_id, remark=covering, by=staff.secretariat, at=applicant.after(3))


def _lapsed(applicant: Applicant, register: Register, staff: Staff) -> None:
    """Returned and never corrected."""
    _returned(applicant, register, staff)
    remind_or_lapse(application_id=applicant.application_id, at=applicant.after(100))


def _withdrawn(applicant: Applicant, register: Register, staff: Staff) -> None:
    _sent_in(applicant, register, staff)
    withdraw(application_id=applicant.application_id, by=applicant.by, at=applicant.after(2))


def _before_board(applicant: Applicant, register: Register, staff: Staff) -> None:
    _check(applicant, register, staff)
    send_to_board(application_id=applicant.application_id, by=staff.secretariat, at=applicant.after(5))


def _check(applicant: Applicant, register: Register, staff: Staff) -> None:
    _sent_in(applicant, register, staff)
    for row in list_recommendations(applicant.application_id):
        link = find_link(
            token=link_url(row.link_id or 0).rsplit("/", 1)[1], purpose=LinkPurpose.RECOMMENDATION, at=applicant.after(2)
        )
        recommend(link=link, name="見本 推薦", reason="地域で長く活動を共にしてきました。", by=Actor(kind=ActorKind.LINK), at=applicant.after(2))
    take_up(application_id=applicant.application_id, by=staff.secretariat, at=applicant.after(3))
    at = applicant.after(4)
    satisfy_check(application_id=applicant.application_id, kind=CheckKind.COMPLETENESS, by=staff.secretariat, at=at)
    note = "開設の記録と年次報告で、5年以上の活動を確かめた。"
    satisfy_check(
        application_id=applicant.application_id, kind=CheckKind.ACTIVITY_RECORD, assessment=Assessment.SUFFICIENT, note=note,
        by=staff.secretariat, at=at,
    )
    match_at_once(at=at)
    conclude(application_id=applicant.application_id, conclusion=Conclusion.NONE, by=staff.officer, at=at)


def _deliberate(applicant: Applicant, register: Register, staff: Staff, choice: Choice, reason: str = "") -> None:
    _check(applicant, register, staff)
    deliberation_id = send_to_board(application_id=applicant.application_id, by=staff.secretariat, at=applicant.after(5))
    sitters = {body.person_id: body for body in register.bodies}
    for entry in list_electorate(deliberation_id):
        if entry.conflict is ConflictState.CONFLICTED:
            continue
        body = sitters[entry.person_id]
        by = body.account.actor(member_id=body.member_id, subject_id=entry.seat_id)
        declare_conflict(
            deliberation_id=deliberation_id, seat_id=entry.seat_id, state=ConflictState.NONE, by=by, at=applicant.after(6)
        )
        give_position(
            deliberation_id=deliberation_id, seat_id=entry.seat_id, choice=choice, reason=reason, by=by, at=applicant.after(6)
        )
    close_deliberation(deliberation_id=deliberation_id, by=SYSTEM, at=applicant.after(7))


def _decided(applicant: Applicant, register: Register, staff: Staff) -> None:
    _deliberate(applicant, register, staff, Choice.APPROVE)


def _deferred(applicant: Applicant, register: Register, staff: Staff) -> None:
    _deliberate(applicant, register, staff, Choice.DEFER, "収支の記録をもう1年分見てから決めたい。")


def _approved(applicant: Applicant, register: Register, staff: Staff) -> None:
    _decided(applicant, register, staff)
    release(application_id=applicant.application_id, by=staff.secretariat, at=applicant.after(9))


def _refused(applicant: Applicant, register: Register, staff: Staff) -> None:
    _deliberate(applicant, register, staff, Choice.REFUSE, "活動の実績が、孤独・孤立対策に当たるか確かめられない。")
    reasons = "提出された資料からは、孤独・孤立対策としての活動実績を確認できませんでした。"
    edit_reasons(application_id=applicant.application_id, reasons=reasons, by=staff.secretariat, at=applicant.after(8))
    release(application_id=applicant.application_id, by=staff.secretariat, at=applicant.after(9))
