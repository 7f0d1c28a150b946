"""The applicant's search for recommenders, and what it does with them: asked, replaced, taken back."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from platform_app.accounts.services import open_limited_session
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR, VISITOR
from platform_app.kernel.roles import Role
from platform_app.members.rules import MemberClass, MemberKind, Particulars
from platform_app.members.services import admit
from platform_app.screening.queries import get_application, list_recommendations
from tests.browsing import Visitor
from tests.fixtures import Statements
from tests.integration.screening.applying import AT, FOUNDED_ON, make_recommenders, submitted
from tests.stages import step

Browsers = Callable[..., Visitor]


@pytest.fixture
def application_id(app: Flask) -> Iterator[int]:
    """An application that was sent in, with the first two of many members asked."""
    with app.app_context():
        yield sent_in_among_many()


@step
def sent_in_among_many() -> int:
    """An application that was sent in, with the first two of many members asked."""
    make_recommenders()
    with transaction():
        for number in range(25):
            particulars = Particulars(
                name=f"見本団体{number:02d}", kana=f"ミホンダンタイ{number:02d}", kind=MemberKind.ORGANISATION,
                prefecture="13" if number % 2 else "27", email="a@mihon.example",
            )
            admit(particulars=particulars, membership_class=MemberClass.REGULAR, from_on=FOUNDED_ON, by=OPERATOR, at=AT)
        without = Particulars(name="見本協力団体", kind=MemberKind.ORGANISATION)
        admit(particulars=without, membership_class=MemberClass.COOPERATING, from_on=FOUNDED_ON, by=OPERATOR, at=AT)
    return submitted()


@pytest.fixture
def browser(visitor: Browsers, application_id: int) -> Visitor:
    """The applicant's browser."""
    with transaction():
        user_id = get_application(application_id).user_id
        session = open_limited_session(user_id=user_id, role=Role.APPLICANT, subject_id=application_id, by=VISITOR, at=AT)
    found = visitor()
    with found.client.session_transaction() as cookie:
        cookie |= {"_user_id": session, "_fresh": True}
    return found


def found_in(page: object) -> list[str]:
    """The members that a page offers, by their ids."""
    return [value for form in page.forms for name, value in form.fields if name == "member_id" and value]


def test_members_are_found_by_name_reading_and_prefecture_in_five_statements(
    browser: Visitor, application_id: int, statements: Statements
) -> None:
    search = f"/apply/{application_id}/recommenders/search"
    browser.get(search)
    statements.clear()
    page = browser.get(f"{search}?q=みほんだんたい&prefecture=13")
    assert statements.count <= 5, statements.seen
    assert (len(found_in(page)), "全12件のうち" in page.text) == (12, True)
    assert len(found_in(browser.get(f"{search}?q=団体03"))) == 1
    assert [len(found_in(browser.get(f"{search}?page={number}"))) for number in (1, 2, 3)] == [20, 5, 0]
    for nothing in ("q=協力", "q=推薦団体", "q=%25", "q=" + "あ" * 500):
        assert found_in(browser.get(f"{search}?{nothing}")) == []
    assert len(found_in(browser.get(f"{search}?prefecture=99&page=nonsense&replaces=nonsense"))) == 20


def test_a_request_is_replaced_and_taken_back_from_the_page(browser: Visitor, application_id: int) -> None:
    first, second = list_recommendations(application_id)
    page = browser.get(f"/apply/{application_id}/recommenders?replaces={first.id}")
    assert "見本推薦団体1 の代わり" in page.text
    browser.get(f"/apply/{application_id}/recommenders/search?q=団体00&replaces={first.id}")
    page = browser.submit("/recommenders")
    assert page.status == 200
    assert [row.status.value for row in list_recommendations(application_id)] == ["cancelled", "requested", "requested"]
    browser.submit(f"/{second.id}/cancellation")
    assert [row.status.value for row in list_recommendations(application_id)] == ["cancelled", "cancelled", "requested"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400), ({"member_id": "x"}, 409), ({"member_id": "99999999999"}, 400), ({"member_id": "2147483647"}, 409), ({"desk_id": "-1"}, 404),
        ({"member_id": "3", "replaces": "99"}, 404), ({"member_id": "３"}, 409), ({"member_id": "2", "replaces": "1"}, 409),
    ],
)
def test_a_request_of_the_wrong_shape_asks_nobody_and_takes_nothing_back(
    browser: Visitor, application_id: int, fields: dict[str, str], status: int
) -> None:
    token = browser.get(f"/apply/{application_id}/recommenders").form().fields[0][1]
    assert browser.post(f"/apply/{application_id}/recommenders", {"csrf_token": token, **fields}).status in (status, 422)
    assert [row.status.value for row in list_recommendations(application_id)] == ["requested", "requested"]
