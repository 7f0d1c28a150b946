"""The rules' pages: in words for everybody, in both languages; proposing with a preview, adopting by another person."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from platform_app.accounts.services.invitations import ensure_user
from platform_app.bylaws.forms import ChangeForm, show_values
from platform_app.bylaws.queries import list_proposals, rules_at
from platform_app.bylaws.services import adopt_founding_rules, propose_change
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import InvalidInput
from platform_app.kernel.roles import Role

FORM = "/secretariat/bylaws/changes/new"


class Desk:
    """A browser at the secretariat's desk, used by one person at a time."""

    def __init__(self, app: Flask, user_ids: list[int]) -> None:
        self.app = app
        self.user_ids = user_ids
        self.client: FlaskClient = app.test_client()
        self.sit(0)

    def sit(self, person: int, role: Role = Role.SECRETARIAT) -> None:
        actor = Actor(kind=ActorKind.USER, user_id=self.user_ids[person], name="事務局", roles=frozenset({role}))
        self.app.extensions["platform.actor_loader"] = lambda: actor

    def get(self, path: str, language: str = "ja"):
        return self.client.get(path, headers={"Accept-Language": language})

    def post(self, path: str, page: str, fields: MultiDict | dict[str, str]):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page).text)
        data = MultiDict(fields)
        data["csrf_token"] = token[1] if token else ""
        return self.client.post(path, data=data, headers={"Accept-Language": "ja"})

    def values(self, **changed: str) -> MultiDict:
        """The form as it was shown, with some fields changed (__ for the dot)."""
        with self.app.test_request_context(), reading():
            form = ChangeForm(formdata=None)
            show_values(form, rules_at(today()))
            data = MultiDict()
            for field in form:
                value = field.data
                if isinstance(value, (list, tuple)):
                    data.setlist(field.name, list(value))
                elif value is not None:
                    data[field.name] = str(value)
        data.update({"reason": "幹事会の議決による", "decision_reference": "第3回幹事会", "effective_on": today().isoformat()})
        for name, value in changed.items():
            data[name.replace("__", ".")] = value
        return data


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """Two people of the secretariat before one browser."""
    loader = app.extensions.get("platform.actor_loader")
    with app.app_context():
        with transaction():
            adopt_founding_rules(by=OPERATOR, at=now())
            ids = [ensure_user(email=f"staff{n}@platform.example", name="事務局", locale="ja", by=OPERATOR, at=now()) for n in (1, 2)]
        db.session.remove()
    yield Desk(app, ids)
    app.extensions["platform.actor_loader"] = loader


def words_of(response) -> str:
    main = response.text[response.text.index("<main") :]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def test_the_rules_stand_in_words_with_value_and_source(desk: Desk) -> None:
    page = words_of(desk.get("/bylaws"))
    assert "推薦する権利をもつ、異なる会員2団体の推薦があれば足ります。" in page
    assert "一般社団法人及び一般財団法人に関する法律第95条第1項" in page
    assert "回避した幹事を除く幹事の過半数の意思表示が必要です。" in page


def test_the_rules_stand_in_english_too(desk: Desk) -> None:
    page = words_of(desk.get("/bylaws", "en"))
    assert "The recommendations of 2 different active members with the right to recommend are enough." in page
    assert "Act on General Incorporated Associations and Foundations, article 95, paragraph 1" in page
    assert not re.search("[ぁ-ん]", page.split("All versions")[1].split("孤独")[0])


def test_a_version_that_never_was_is_not_found(desk: Desk) -> None:
    assert desk.get("/bylaws/versions/1").status_code == 200
    for number in (0, 2, 99999999999999999999):
        assert desk.get(f"/bylaws/versions/{number}").status_code == 404


def test_a_change_is_previewed_proposed_and_adopted_by_another_person(desk: Desk) -> None:
    values = desk.values(board__review_days="21", assemblies__quorum="2/3")
    preview = desk.post(FORM, FORM, values)
    assert preview.status_code == 200
    assert "幹事会の審査 14日 21日" in words_of(preview)
    with desk.app.app_context(), reading():
        assert list_proposals() == ()
    values["step"] = "propose"
    sent = desk.post(FORM, FORM, values)
    assert sent.status_code == 302
    page = sent.location
    assert "ご自身が提案した変更案です" in words_of(desk.get(page))
    assert desk.post(f"{page}/adopt", page, {}).status_code == 409
    desk.sit(1)
    assert "総会の定足数 過半数 3分の2を超える数" in words_of(desk.get(page))
    adopted = desk.post(f"{page}/adopt", page, {})
    assert adopted.location == "/bylaws/versions/2"
    assert "第2版" in words_of(desk.get("/bylaws"))


def test_yes_and_no_are_told_by_what_they_mean(desk: Desk) -> None:
    form = words_of(desk.get(FORM))
    forbids, allows = "申込者が自らを推薦することはできません。", "申込者が自らを推薦することができます。"
    assert forbids in form and allows in form
    preview = words_of(desk.post(FORM, FORM, desk.values(admission__refuse_self_recommendation="no")))
    assert f"{forbids} {allows}" in preview.replace("  ", " ")


def test_what_was_typed_stays_when_a_value_cannot_be(desk: Desk) -> None:
    refused = desk.post(FORM, FORM, desk.values(assemblies__quorum="3/2", board__review_days="x", time__closed_days="2026-02-30"))
    assert refused.status_code == 400
    assert 'value="3/2"' in refused.text or 'value="x"' in refused.text
    assert "幹事会の議決による" in refused.text


def test_a_form_opened_before_a_change_keeps_what_was_typed_and_takes_over_the_rest(desk: Desk) -> None:
    values = desk.values(board__notice_days="10")
    changed = desk.values(board__review_days="20")
    changed["step"] = values["step"] = "propose"
    page = desk.post(FORM, FORM, changed).location
    desk.sit(1)
    assert desk.post(f"{page}/adopt", page, {}).location == "/bylaws/versions/2"
    stale = desk.post(FORM, FORM, values)
    assert stale.status_code == 409 and "このページを開いている間に規則が変更されました" in words_of(stale)
    assert "7日 10日" in words_of(stale) and "20日 14日" not in words_of(stale)
    assert re.search(r'name="board.review_days"[^>]*value="20"', stale.text)
    assert re.search(r'name="board.notice_days"[^>]*value="10"', stale.text)
    again = values.copy()
    again["board.review_days"], again["version"] = "20", re.search(r'name="version"[^>]*value="([^"]+)"', stale.text)[1]
    proposal = words_of(desk.get(desk.post(FORM, FORM, again).location))
    assert "7日 10日" in proposal and "14日" not in proposal


def test_what_the_program_follows_in_one_form_only_is_not_offered_for_change(desk: Desk) -> None:
    assert 'name="board.conflict_recuses"' not in desk.get(FORM).text
    with desk.app.app_context(), pytest.raises(InvalidInput) as refused, transaction():
        propose_change(
            values={"board.conflict_recuses": False}, reason="理由", decision_reference="決定", effective_on=today(), by=OPERATOR, at=now()
        )
    assert refused.value.fields["board.conflict_recuses"][0].code == "bylaws.fixed"


@pytest.mark.parametrize("pattern", ["孤プ第{number}号", "孤プ第{n", "{year:04d}-{n:d}", "{n:>3}"])
def test_a_pattern_that_cannot_write_numbers_is_refused_at_its_field(desk: Desk, pattern: str) -> None:
    refused = desk.post(FORM, FORM, desk.values(letters__number_pattern=pattern))
    assert refused.status_code == 400 and "この書式では番号を作れません" in words_of(refused)


def test_a_proposal_without_a_difference_or_in_the_past_is_refused_with_reasons(desk: Desk) -> None:
    refused = desk.post(FORM, FORM, desk.values(effective_on="2020-01-01"))
    assert refused.status_code == 409
    assert "今の規則と違うところがありません" in words_of(refused)


def test_rejecting_needs_a_reason(desk: Desk) -> None:
    values = desk.values(board__review_days="21", step="propose")
    page = desk.post(FORM, FORM, values).location
    desk.sit(1)
    assert desk.post(f"{page}/reject", page, {"reason": ""}).status_code == 400
    assert desk.post(f"{page}/reject", page, {"reason": "時期が早い"}).location == "/secretariat/bylaws"
    assert "時期が早い" in words_of(desk.get(page))


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.BOARD_MEMBER, Role.REPRESENTATIVE, Role.ADMINISTRATOR])
def test_proposals_are_closed_to_other_roles(desk: Desk, role: Role) -> None:
    desk.sit(0, role)
    assert desk.get("/secretariat/bylaws").status_code == 403
    assert desk.get(FORM).status_code == 403


def test_an_auditor_sees_proposals_and_decides_nothing(desk: Desk) -> None:
    page = desk.post(FORM, FORM, desk.values(board__review_days="21", step="propose")).location
    desk.sit(1, Role.AUDITOR)
    assert desk.get(page).status_code == 200
    assert desk.post(f"{page}/adopt", page, {}).status_code in (400, 403)


def test_the_pages_take_few_statements(desk: Desk) -> None:
    statements: list[str] = []
    with desk.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    for path in ("/bylaws", "/secretariat/bylaws"):
        statements.clear()
        assert desk.get(path).status_code == 200
        selects = [statement for statement in statements if statement.lstrip().upper().startswith("SELECT")]
        assert len(selects) <= 3, selects
