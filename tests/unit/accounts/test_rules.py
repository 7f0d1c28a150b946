"""Roles in force, idle sessions, passwords and offices."""

from datetime import UTC, datetime, timedelta

import pytest

from platform_app.accounts.hashing import common_passwords, hash_password, is_password, needs_rehash
from platform_app.accounts.rules import (
    USER_LIFECYCLE,
    OfficeChange,
    OfficeFacts,
    PasswordFacts,
    ProposalState,
    UserStatus,
    acting_choices,
    device_label,
    is_idle,
    member_acted_for,
    own_words,
    roles_in_force,
    shortest_password,
    why_not_decide_office,
    why_not_invite,
    why_not_password,
    why_not_propose_office,
)
from platform_app.kernel.actors import Grant
from platform_app.kernel.roles import Role

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
WORDS = own_words(email="hanako.yamada@mihon-dantai.example", name="山田 花子")


def codes(password: str, shortest: int = 8) -> list[str]:
    """The codes against a password."""
    return [reason.code for reason in why_not_password(PasswordFacts(password, shortest, WORDS, common_passwords()))]


@pytest.mark.parametrize("password", ["correct horse battery", "つめたい雨と三毛猫", "tr0ubl3dor&3", "ﾊﾝｶｸﾓｼﾞﾉﾊﾟｽ", "x" * 3 + "q7!mn2kv"])
def test_passwords_of_any_composition_are_taken(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("abcdefg", "accounts.password_short"),
        ("a" * 257, "accounts.password_long"),
        ("password", "accounts.password_common"),
        ("PassWord123", "accounts.password_common"),
        ("ｐａｓｓｗｏｒｄ", "accounts.password_common"),
        ("sakura123", "accounts.password_common"),
        ("ありがとうございます", "accounts.password_common"),
        ("aaaaaaaaaaaaaaaa", "accounts.password_common"),
        ("abcabcabcabcabc", "accounts.password_common"),
        ("12345678901234567890", "accounts.password_common"),
        ("qwertyuiopasdfgh", "accounts.password_common"),
        ("hanako.yamada", "accounts.password_own_word"),
        ("hanako.yamada@mihon-dantai.example", "accounts.password_own_word"),
        ("yamada2026", "accounts.password_own_word"),
        ("platform2026", "accounts.password_own_word"),
        ("mihon-dantai1", "accounts.password_own_word"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str, code: str) -> None:
    assert codes(password) == [code]


def test_staff_and_board_need_fifteen_characters() -> None:
    assert shortest_password({Role.USER, Role.CONTACT, Role.APPLICANT}) == 8
    for role in (Role.ADMINISTRATOR, Role.SECRETARIAT, Role.CONTRACTOR, Role.SCREENING_OFFICER, Role.AUDITOR, Role.BOARD_MEMBER):
        assert shortest_password({role}) == 15
    assert codes("correct horse", 15) == ["accounts.password_short"]


def test_a_password_fits_in_any_width_of_keyboard() -> None:
    stored = hash_password("ｃｏｒｒｅｃｔ ﾎｰｽ")
    assert is_password(stored, "correct ホース")
    assert not is_password(stored, "correct ホーズ")
    assert not is_password(None, "correct ホース")
    assert not needs_rehash(stored)
    assert needs_rehash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$ZdXq7fYw4Ww6nF6dGZbfYQ")


def test_staff_rest_thirty_minutes_and_others_twelve_hours() -> None:
    half_an_hour = AT - timedelta(minutes=30)
    assert is_idle(last_seen_at=half_an_hour, roles={Role.USER, Role.SECRETARIAT}, at=AT)
    assert is_idle(last_seen_at=half_an_hour, roles={Role.USER, Role.BOARD_MEMBER}, at=AT)
    assert not is_idle(last_seen_at=half_an_hour + timedelta(seconds=1), roles={Role.AUDITOR}, at=AT)
    assert not is_idle(last_seen_at=half_an_hour, roles={Role.USER, Role.CONTACT}, at=AT)
    assert is_idle(last_seen_at=AT - timedelta(hours=12), roles={Role.USER}, at=AT)


GRANTS = (
    Grant(Role.REPRESENTATIVE, 1, 11, "見本団体一"),
    Grant(Role.BOARD_MEMBER, 1, 12, "見本団体一"),
    Grant(Role.CONTACT, 2, 21, "見本団体二"),
    Grant(Role.APPLICANT, None, 31, "申込"),
)


def test_roles_for_a_member_count_only_for_the_member_acted_for() -> None:
    none_chosen = roles_in_force(offices=(), grants=GRANTS, acting_for=None, has_short_password=False)
    assert none_chosen == {Role.USER, Role.APPLICANT}
    first = roles_in_force(offices=(), grants=GRANTS, acting_for=1, has_short_password=False)
    assert first == {Role.USER, Role.APPLICANT, Role.REPRESENTATIVE, Role.BOARD_MEMBER}
    second = roles_in_force(offices=(Role.AUDITOR,), grants=GRANTS, acting_for=2, has_short_password=False)
    assert second == {Role.USER, Role.APPLICANT, Role.CONTACT, Role.AUDITOR}


def test_a_short_password_leaves_staff_roles_out() -> None:
    found = roles_in_force(offices=(Role.SECRETARIAT,), grants=GRANTS, acting_for=1, has_short_password=True)
    assert found == {Role.USER, Role.APPLICANT, Role.REPRESENTATIVE}


def test_the_only_member_is_acted_for_without_a_choice() -> None:
    assert member_acted_for(GRANTS[:2], None) == 1
    assert member_acted_for(GRANTS, None) is None
    assert member_acted_for(GRANTS, 2) == 2
    assert member_acted_for(GRANTS, 99) is None
    assert member_acted_for(GRANTS[:2], 2) == 1
    assert member_acted_for((), 1) is None


def test_choices_name_each_member_once() -> None:
    choices = acting_choices(GRANTS, 2)
    assert [(choice.value, choice.label, choice.is_current) for choice in choices] == [(1, "見本団体一", False), (2, "見本団体二", True)]
    assert choices[0].roles == (Role.BOARD_MEMBER, Role.REPRESENTATIVE)


def facts(**changes: object) -> OfficeFacts:
    """A change of an office that nothing speaks against, changed."""
    plain: dict[str, object] = {"change": OfficeChange.GRANT, "role": Role.AUDITOR, "is_held": False, "is_proposed": False, "is_own": False}
    plain["is_handed_over"] = False
    return OfficeFacts(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"role": Role.DELEGATE}, ["accounts.no_office"]),
        ({"is_held": True}, ["accounts.office_held"]),
        ({"change": OfficeChange.REVOKE}, ["accounts.office_not_held"]),
        ({"change": OfficeChange.REVOKE, "is_held": True, "is_own": True}, []),
        ({"is_proposed": True}, ["accounts.office_proposed"]),
        ({"is_own": True}, ["accounts.own_office"]),
        ({"is_handed_over": True}, ["accounts.handed_over"]),
        ({"change": OfficeChange.REVOKE, "is_held": True, "is_handed_over": True}, []),
    ],
)
def test_an_office_is_proposed_by_rule(changes: dict[str, object], found: list[str]) -> None:
    assert [reason.code for reason in why_not_propose_office(facts(**changes))] == found


@pytest.mark.parametrize(
    ("decided_by", "found"), [(3, []), (1, ["accounts.second_person"]), (2, ["accounts.second_person"]), (None, ["accounts.second_person"])]
)
def test_a_third_person_decides_about_an_office(decided_by: int | None, found: list[str]) -> None:
    reasons = why_not_decide_office(state=ProposalState.PROPOSED, proposed_by=1, subject=2, decided_by=decided_by)
    assert [reason.code for reason in reasons] == found


def test_a_proposal_is_decided_once() -> None:
    reasons = why_not_decide_office(state=ProposalState.REJECTED, proposed_by=1, subject=2, decided_by=3)
    assert [reason.code for reason in reasons] == ["accounts.proposal_decided"]


def test_only_a_person_without_a_password_is_invited() -> None:
    assert why_not_invite(UserStatus.INVITED) == ()
    assert [reason.code for reason in why_not_invite(UserStatus.ACTIVE)] == ["accounts.already_active"]
    assert [reason.code for reason in why_not_invite(UserStatus.SUSPENDED)] == ["accounts.suspended"]
    assert USER_LIFECYCLE.reachable == frozenset(UserStatus)


def test_a_device_is_told_in_two_words() -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/19 Mobile Safari/604.1"
    assert device_label(iphone) == "Safari / iPhone"
    assert device_label("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140") == "Edge / Windows"
    assert device_label("<script>") == ""
