"""A hit from the import of a list to the decision of two people, to the released application, and on to the member that is watched."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.roles import Role
from platform_app.members.models import Member
from tests.browsers import Tab
from tests.browsing import Visitor
from tests.factories import make_account
from tests.journeys import acting as act
from tests.journeys.acting import apply, problems_of_ledger, recommend_all
from tests.journeys.answers import APPLICANT, BODY, CONTACT, NAME, Fields
from tests.journeys.checking import (
    LISTS,
    QUEUE,
    HitOnPage,
    clear_weak,
    evidence_of,
    match,
    name_columns,
    note_step,
    open_case,
    prove,
    run_imports,
    take_in,
    upload,
)
from tests.journeys.looking import Watch, fill, send
from tests.journeys.walking import Browse, Mails, Walk

pytestmark = pytest.mark.browser

LIST, SOURCE = "例示警戒名簿", "例示県の提供資料"
COLUMNS = {"ref": "照会番号", "kind": "個人・団体の別", "name": "氏名又は名称", "kana": "よみ", "former_names": "別名", "birth_on": "生年月日", "address": "住所"}
_HEADINGS = (*COLUMNS.values(), "登載理由")
_BODY = ("K-001", "団体", "見本吉野サロン", "", "", "", "例示県例示市1-1", "架空")
_LISTED = (
    _BODY,
    ("K-002", "個人", "高橋 見本", "タカハシ ミホン", "", "1951-09-17", "", "架空"),
    ("K-003", "個人", "盛田 麻里", "モリタ マリ", "", "", "例示県例示市3-3", "架空"),
    ("K-004", "個人", "守田 まり", "モリタ マリ", "", "1990-11-03", "", "架空"),
    ("K-005", "個人", "森田 万里", "モリタ マリ", "", "1944-02-28", "", "架空"),
    ("K-006", "団体", "例示興業", "レイジコウギョウ", "例示商会", "", "例示県例示市6-6", "架空"),
)
_NEW = ("K-007", "個人", "見本 花子", "ミホン ハナコ", "", "", "例示県例示市7-7", "架空")
# What stands in the list alone: none of it may be seen by anybody but the screening officers.
SEALED = (LIST, SOURCE, "見本吉野サロン", "高橋 見本", "盛田 麻里", "守田", "万里", "1951-09-17", "1951年9", "September 1951", "K-00")

APPLICATION: Mapping[str, Fields] = {
    **BODY,
    "body": {**BODY["body"], "former_names": "見本𠮷野サロン"},
    "officers": {
        **BODY["officers"],
        "officers-2-name": "森田 真理", "officers-2-kana": "モリタ マリ", "officers-2-role": "監事", "officers-2-birth_on": "1975-05-06",
    },
}


def write_list(path: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    """A list as Excel writes it in Japan."""
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([_HEADINGS, *rows])
    return path


class Watched(Walk):
    """A walk beside two screening officers, each with a browser of its own. Pages that other walks look at closely are passed by quickly."""

    def __init__(self, app: Flask, browse: Browse, mails: Mails, watch: Watch, folder: Path) -> None:
        super().__init__(app, browse, mails, Watch(watch.language, watch.window, is_thorough=False))
        self.close = watch
        self.folder = folder
        with app.app_context(), transaction():
            make_account(email="daini@mihon.example", name="見本 審査美", office=Role.SCREENING_OFFICER, locale=watch.language)

    def officers(self) -> tuple[Tab, Tab]:
        """The two of them, signed in."""
        return self.sign_in(self.stage.officer), self.sign_in("daini@mihon.example")

    def bring(self, tab: Tab, name: str, rows: tuple[tuple[str, ...], ...], *, dated: str) -> None:
        """Upload a version of the list, name its columns, and let the jobs check it."""
        path = write_list(self.folder / name, rows)
        upload(tab, path, {"list_name": LIST, "source": SOURCE, "dated": dated})
        self.look(tab, "columns-to-be-named")
        name_columns(tab, COLUMNS)
        self.look(tab, "being-checked")
        run_imports(self.app)
        tab.press(tab.page.locator('main a[href*="/screening/uploads/"]').last)

    def look(self, tab: Tab, step: str) -> None:
        """Look closely at a page the first time the walk comes there."""
        if step not in self.close.steps:
            self.close.look(tab, step)

    def import_first(self, tab: Tab) -> None:
        """The first version: one row is bad, the file is mended, checked again, and imported."""
        tab.go(QUEUE)
        self.look(tab, "queue-before-any-list")
        tab.go(LISTS)
        self.look(tab, "no-list-yet")
        bad = (*_BODY[:5], "昭和の頃", *_BODY[6:])
        self.bring(tab, "example.csv", (bad, *_LISTED[1:]), dated="2026-04-01")
        self.look(tab, "a-bad-row")
        assert "昭和の頃" in tab.text
        assert not tab.page.locator('form[action$="/import"]').count(), "a file with a bad row can be imported"
        send(tab, "/discard")
        self.bring(tab, "example-mended.csv", _LISTED, dated="2026-04-01")
        self.look(tab, "checked")
        take_in(tab)
        self.look(tab, "being-imported")
        run_imports(self.app)
        tab.page.reload()
        self.look(tab, "in-force")
        tab.press(tab.page.locator('main a[href*="/screening/versions/"]'))
        self.look(tab, "version")

    def check_all_but_names(self, staff: Tab) -> None:
        """What the secretariat itself checks."""
        send(staff, "/checks/completeness")
        form = staff.page.locator('form[action$="/checks/activity_record"]')
        form.locator('[value="sufficient"]').check()
        form.locator('[name="note"]').fill("記録と年次報告で、5年以上の活動を確かめた。")
        send(staff, "/checks/activity_record")

    def see_nothing(self, tab: Tab, *paths: str) -> None:
        """None of these pages tells of a hit."""
        for path in paths:
            tab.go(path)
            assert not [word for word in SEALED if word in tab.page.content()], f"{path} tells of a hit"

    def match_unseen(self, staff: Tab) -> None:
        """While names are matched and found, nothing changes for the secretariat, for the board, and for the applicant."""
        board, applicant = self.sign_in(self.stage.board[0].email), self.open()
        applicant.go(self.link(APPLICANT))
        send(applicant)
        before = [self._words(tab) for tab in (staff, applicant)]
        match(self.app)
        assert [self._words(tab) for tab in (staff, applicant)] == before
        self.look(staff, "secretariat-waits")
        self.see_nothing(staff, self.path, "/home", "/secretariat/applications", f"/secretariat/applications?q={NAME[-5:]}", "/secretariat/register")
        self.see_nothing(board, "/home", "/board")
        staff.go(self.path)
        assert not self.may_go_to_board(staff)

    def _words(self, tab: Tab) -> str:
        tab.page.reload()
        return tab.text

    def may_go_to_board(self, staff: Tab) -> bool:
        """Whether the secretariat can send the application on."""
        staff.page.reload()
        return bool(staff.page.locator('form[action$="/board"] button:not([disabled]):not([aria-disabled="true"])').count())

    def decide_by_two(self, officer: Tab, other: Tab) -> None:
        """The weightiest hit takes two people, and they are not one."""
        officer.go(QUEUE)
        self.look(officer, "queue")
        officer.press(officer.page.get_by_role("link", name=NAME))
        self.look(officer, "sealed-case")
        open_case(officer, "名簿に似た名前があるとのことなので確かめる。")
        self.look(officer, "open-case")
        hit = HitOnPage(officer, "見本吉野サロン")
        assert hit.marked == [("𠮷", "folded"), ("吉", "folded")]
        hit.decide("false_match", "名簿の団体は例示県にあり、登記事項証明書で別の法人と確かめた。")
        assert not hit.may_answer, "one person is asked to be the second"
        self.look(officer, "waits-for-the-second-person")
        other.go(QUEUE)
        self.look(other, "queue-of-the-second-person")
        other.press(other.page.get_by_role("link", name=NAME))
        open_case(other, "2人目として確かめる。")
        second = HitOnPage(other, "見本吉野サロン")
        assert second.may_answer
        self.look(other, "asked-as-the-second-person")
        second.answer("agree", "登記事項証明書を見た。")
        assert not second.may_answer

    def ask_the_police(self, officer: Tab, staff: Tab) -> None:
        """While an inquiry is out nothing goes on, though every hit is decided."""
        today = civil_date(now())
        officer.page.reload()
        prove(officer)
        note_step(officer, "public_search", on=str(today - timedelta(days=2)), where="官報、新聞記事の検索", what="「見本𠮷野の縁側」「髙橋 見本」")
        note_step(officer, "inquiry_asked", on=str(today - timedelta(days=1)), where="例示県警察")
        self.look(officer, "on-hold")
        HitOnPage(officer, "高橋 見本").decide("false_match", "生年月日が違う。")
        HitOnPage(officer, "盛田 麻里").decide("false_match", "照会への回答で別人と分かった。")
        self.look(officer, "weak-ones-are-left")
        clear_weak(officer, "読みが同じだけで、生年月日が違う。")
        assert not self.may_go_to_board(staff)
        self.seal_conclusion(officer)
        self.look(officer, "too-early-to-conclude")
        self.go_to_case(officer)
        note_step(officer, "inquiry_answered", on=str(today), what="いずれも該当しないとの回答があった。")
        self.look(officer, "case-is-clear")

    def go_to_case(self, officer: Tab) -> None:
        """The case, from the page of the application."""
        officer.go(self.path)
        officer.press(officer.page.locator('main a[href*="/screening/owners/"]').first)
        prove(officer)

    def seal_conclusion(self, officer: Tab) -> None:
        """The officer concludes that nothing was found, on the page of the application."""
        officer.go(self.path)
        form = officer.page.locator('form[action$="/conclusion"]')
        form.locator('[value="none"]').check()
        form.locator('[name="note"]').fill("名簿との照合、公開情報、警察への照会のいずれでも、該当はない。")
        send(officer, "/conclusion")
        prove(officer)

    def keep_evidence(self, officer: Tab) -> None:
        """The whole case as a file that can be read."""
        words = "".join(evidence_of(officer).split())
        for wanted in ("見本吉野サロン", "登記事項証明書を見た。", "例示県警察", "別人・別団体", "髙橋見本", "見本審査美"):
            assert wanted in words, words

    def release_with_letter(self, staff: Tab) -> None:
        """The board decides, the decision goes out, and the letter can be read."""
        send(staff, "/board")
        self.take_position(self.stage.board[0])
        others = replace(self.stage, board=self.stage.board[1:])
        act.decide(lambda: Visitor(self.app, language=self.watch.language), others, NAME)
        self.release(staff)
        assert self.mails(CONTACT)
        letter = staff.page.locator('main a[href*="/letters/decision"]').first.get_attribute("href")
        assert staff.page.request.get(f"{staff.url}{letter}").body().startswith(b"%PDF")

    def watch_new_member(self, officer: Tab) -> None:
        """Who was admitted has a case of its own, in which what was cleared before is cleared; then a new version names its representative."""
        match(self.app)
        officer.go(QUEUE)
        assert self._cases(officer) == 0, officer.text
        self.bring(officer, "example-2.csv", (*_LISTED, _NEW), dated="2026-10-01")
        self.look(officer, "checked-again")
        take_in(officer)
        run_imports(self.app)
        officer.go(QUEUE)
        self.look(officer, "queue-while-matching")
        match(self.app)
        officer.page.reload()
        self.look(officer, "queue-with-the-member")
        assert self._cases(officer) == 2, officer.text
        number = self._number_of_member()
        officer.press(officer.page.get_by_role("link", name=f"{number} {NAME}"))
        open_case(officer, "新しい版に代表者と同じ名前がある。")
        self.look(officer, "case-of-the-member")
        assert HitOnPage(officer, "見本 花子").card.is_visible()

    def _cases(self, officer: Tab) -> int:
        return int(officer.page.locator("main tbody tr").count())

    def _number_of_member(self) -> str:
        with self.app.app_context(), reading():
            return db.session.scalars(select(Member.number).where(Member.name == NAME)).one()

    def take_back(self, officer: Tab) -> None:
        """The version is taken back, and what it brought is gone."""
        officer.go(LISTS)
        self.look(officer, "lists")
        officer.press(officer.page.get_by_role("link", name=LIST).first)
        officer.page.locator('details:has(form[action$="/undo"]) > summary').click()
        fill(officer, {"reason": "ほかの県の名簿だった。"})
        send(officer, "/undo")
        prove(officer)
        match(self.app)
        officer.go(LISTS)
        self.look(officer, "taken-back")
        officer.go(QUEUE)
        self.look(officer, "nothing-waits")
        assert self._cases(officer) == 0, officer.text


@pytest.mark.parametrize(
    ("app", "window", "language"),
    [pytest.param("sqlite", "desk", "ja", id="sqlite-desk-ja"), pytest.param("postgresql", "phone", "en", id="postgresql-phone-en")],
    indirect=["app"],
)
def test_a_hit_is_followed_from_the_list_to_the_member(
    request: pytest.FixtureRequest, app: Flask, browse: Browse, mails: Mails, visitor: Callable[..., Visitor], tmp_path: Path, window: str, language: str
) -> None:
    watch = Watch(language, window, is_thorough="postgresql" not in request.node.callspec.id, folder="watched")
    walk = Watched(app, browse, mails, watch, tmp_path)
    officer, other = walk.officers()
    walk.import_first(officer)
    apply(visitor(language=language), mails, walk.stage, APPLICATION)
    recommend_all(visitor, mails, walk.stage)
    staff = walk.take_up()
    walk.check_all_but_names(staff)
    walk.match_unseen(staff)
    walk.decide_by_two(officer, other)
    walk.ask_the_police(officer, staff)
    walk.keep_evidence(officer)
    walk.seal_conclusion(officer)
    assert walk.may_go_to_board(staff)
    walk.release_with_letter(staff)
    walk.watch_new_member(officer)
    walk.take_back(officer)
    assert problems_of_ledger(app) == []
    watch.assert_fine()
    walk.watch.assert_fine()
