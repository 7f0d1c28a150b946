"""Pages of the register, of ministries and of the member's own record: who sees what, and what they do."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from platform_app.audit.models import AccessLog
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import today
from platform_app.kernel.roles import Role
from platform_app.members.queries import delegate_of, get_member, list_desks, people_of
from platform_app.members.rules import MemberClass, MemberKind, TermRole
from platform_app.members.services import link_user, load_ministries
from tests.databases import ON_SQLITE
from tests.factories import PASSWORD, make_account
from tests.integration.members.registers import AT, CORPORATE_NUMBER, body, many, person
from tests.stages import step

SECRETARIAT, CONTRACTOR, MEMBER = "jimu@mihon.example", "itaku@mihon.example", "hanako@mihon.example"


@step
def account_of(email, office, person_id):
    """An account with an office, or of a member's person."""
    with transaction():
        user_id = make_account(email=email, name="見本 花子", office=office)
        if person_id is not None:
            link_user(person_id=person_id, user_id=user_id, by=OPERATOR, at=AT)


@pytest.fixture
def signed_in(app, visitor):
    """Somebody signed in with an office, or with a term of a member."""

    def sign_in(email, office=None, person_id=None):
        with app.app_context():
            account_of(email, office, person_id)
        browser = visitor()
        browser.sign_in(email, PASSWORD)
        return browser

    return sign_in


@pytest.fixture
def secretariat(signed_in):
    return signed_in(SECRETARIAT, Role.SECRETARIAT)


def admitted(app, *arguments, **facts):
    with app.app_context(), transaction():
        return body(*arguments, **facts)


def test_the_list_takes_the_same_few_statements_for_10_rows_and_1000(app, secretariat, statements):
    counts = []
    for count in (10, 990):
        with app.app_context():
            many(count, f"見本{count}団体")
        statements.clear()
        assert secretariat.get("/secretariat/register").status == 200
        counts.append(statements.count)
    assert counts[0] == counts[1] <= 5


def test_the_list_is_searched_filtered_and_paged_by_its_address(app, secretariat):
    with app.app_context():
        many(51)
    admitted(app, "個人 太郎", kind=MemberKind.INDIVIDUAL, membership_class=MemberClass.SUPPORTING, prefecture="27")
    page = secretariat.get("/secretariat/register")
    assert "見本団体0049" in page.text
    assert "見本団体0050" not in page.text
    assert "見本団体0050" in secretariat.get("/secretariat/register?page=2").text
    assert "個人 太郎" in secretariat.get("/secretariat/register?q=太郎&kind=individual&prefecture=27&membership_class=supporting").text
    assert "見本団体0001" not in secretariat.get("/secretariat/register?q=太郎").text
    assert "個人 太郎" not in secretariat.get("/secretariat/register?as_of=2024-03-31").text
    assert "個人 太郎" in secretariat.get("/secretariat/register?sort=number&direction=descending").text


@pytest.mark.parametrize("query", ["?as_of=yesterday", "?kind=x&prefecture=99", "?sort=password&page=-1", "?page=999999999999", "?q=%25%5F%27", "?as_of=0001-01-01"])
def test_nonsense_in_the_address_is_no_error(app, secretariat, query):
    admitted(app)
    assert secretariat.get("/secretariat/register" + query).status == 200


def test_the_filtered_list_leaves_as_csv_and_xlsx(app, secretariat):
    admitted(app, "=見本")
    admitted(app, "ほか")
    page = secretariat.get("/secretariat/register/download?ending=csv&q=見本")
    assert page.response.mimetype == "text/csv"
    assert page.response.get_data(as_text=True).splitlines()[1].startswith("1,'=見本,")
    assert len(page.response.get_data(as_text=True).splitlines()) == 2
    page = secretariat.get("/secretariat/register/download?ending=xlsx")
    rows = list(load_workbook(io.BytesIO(page.response.get_data())).active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["name", "'=見本", "ほか"]
    assert secretariat.get("/secretariat/register/download?ending=exe").status == 404
    with app.app_context():
        seen = db.session.execute(select(AccessLog.endpoint, AccessLog.subject_type, AccessLog.subject_id)).all()
    assert seen == [("members.download_register", "register", 0)] * 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_members_page_shows_record_people_periods_and_events(app, secretariat, language):
    member = admitted(app, "見本団体", corporate_number=CORPORATE_NUMBER, former_names=("旧名",), people=(person("代表 一郎", TermRole.REPRESENTATIVE),))
    secretariat.headers = {"Accept-Language": language}
    with secretariat.client.session_transaction() as session:
        session["language"] = language
    page = secretariat.get(f"/secretariat/register/{member.member_id}")
    for text in ("見本団体", CORPORATE_NUMBER, "旧名", "代表 一郎", "議決権行使者が登録されるまで" if language == "ja" else "Also votes"):
        assert text in page.text
    assert "Not a member on this day" in secretariat.get(f"/secretariat/register/{member.member_id}?as_of=2020-01-01").text or language == "ja"
    assert secretariat.get("/secretariat/register/999999").status == 404


def test_only_members_with_a_vote_are_missed_a_delegate(app, secretariat):
    members = [admitted(app, name, membership_class=membership_class) for name, membership_class in (("一", MemberClass.REGULAR), ("二", MemberClass.SUPPORTING))]
    pages = [secretariat.get(f"/secretariat/register/{member.member_id}").text for member in members]
    assert ["Nobody may vote" in text for text in pages] == [True, False]


def test_the_secretariat_corrects_particulars(app, secretariat):
    member = admitted(app, "見本団体")
    secretariat.get(f"/secretariat/register/{member.member_id}/particulars")
    page = secretariat.submit("/particulars", name="新しい見本", corporate_number="５８３５－６７８２－５６２４－６", prefecture="13", former_names="見本団体\n旧旧名", publishes=["name"])
    assert (page.status, page.path) == (200, f"/secretariat/register/{member.member_id}")
    with app.app_context():
        found = get_member(member.member_id, on=today())
        assert (found.name, found.corporate_number, found.prefecture) == ("新しい見本", CORPORATE_NUMBER, "13")


def test_a_personal_number_is_refused_and_not_even_shown_again(app, secretariat):
    member = admitted(app)
    secretariat.get(f"/secretariat/register/{member.member_id}/particulars")
    page = secretariat.submit("/particulars", corporate_number="835678256246", name="直した名前")
    assert page.status == 400
    assert "835678256246" not in page.html
    assert "12 digits" in page.text
    assert "直した名前" in page.html


@ON_SQLITE
@pytest.mark.parametrize("values", [{"name": "a" * 201}, {"name": "見\x00本"}, {"name": "見\u202e本"}, {"prefecture": "99"}, {"email": "x"}, {"website": "javascript:1"}])
def test_bad_particulars_are_told_at_their_fields(app, secretariat, values):
    member = admitted(app)
    secretariat.get(f"/secretariat/register/{member.member_id}/particulars")
    assert secretariat.submit("/particulars", **values).status == 400


def test_a_stale_form_shows_both_texts_and_can_be_sent_again(app, secretariat, signed_in):
    member = admitted(app, "一")
    other = signed_in("other@mihon.example", Role.SECRETARIAT)
    address = f"/secretariat/register/{member.member_id}/particulars"
    secretariat.get(address)
    other.get(address)
    other.submit("/particulars", name="二")
    page = secretariat.submit("/particulars", name="三")
    assert page.status == 409
    assert "二" in page.text and "Your text is still in the form." in page.text
    assert 'value="三"' in page.html
    assert secretariat.submit("/particulars").path == f"/secretariat/register/{member.member_id}"
    with app.app_context():
        assert get_member(member.member_id, on=today()).name == "三"


def test_a_corporate_number_that_another_has_is_told_at_its_field(app, secretariat):
    admitted(app, "一", corporate_number=CORPORATE_NUMBER)
    member = admitted(app, "二")
    secretariat.get(f"/secretariat/register/{member.member_id}/particulars")
    page = secretariat.submit("/particulars", corporate_number=CORPORATE_NUMBER)
    assert page.status == 409
    assert "Another member has this Corporate Number already." in page.text


def test_the_secretariat_appoints_and_ends_people(app, secretariat):
    member = admitted(app, people=(person("代表", TermRole.REPRESENTATIVE),))
    address = f"/secretariat/register/{member.member_id}"
    secretariat.get(f"{address}/people/new")
    assert secretariat.submit("/people/new", role="delegate", person="new", name="").status == 409
    assert secretariat.submit("/people/new", role="delegate", person="new", name="議決 二郎", from_on="2020-01-01").status == 409
    page = secretariat.submit("/people/new", role="delegate", person="new", name="議決 二郎", from_on=today().isoformat())
    assert page.path == address
    with app.app_context():
        delegate = delegate_of(member.member_id, on=today())
        assert delegate.name == "議決 二郎"
    secretariat.submit(f"/terms/{delegate.term_id}/end", until_on=today().isoformat())
    with app.app_context():
        assert delegate_of(member.member_id, on=today()).name == "代表"
    assert secretariat.post(f"{address}/terms/999999/end", {"until_on": "2026-01-01"}).status in (400, 404)


def test_ministries_and_desks_are_added_and_closed(app, secretariat):
    secretariat.get("/secretariat/ministries")
    assert "見本省" in secretariat.submit("/secretariat/ministries", name="見本省").text
    secretariat.follow("Add a desk")
    assert secretariat.submit("/desks/new", name="見本室", email="nothing").status == 400
    assert "見本室" in secretariat.submit("/desks/new", name="見本室", email="desk@mihon.example").text
    with app.app_context():
        [desk] = list_desks(today())
    secretariat.submit(f"/desks/{desk.id}/close", until_on=today().isoformat())
    with app.app_context():
        assert list_desks(today()) == ()
    assert secretariat.submit("/close", until_on="").status == 409


def test_the_page_of_ministries_takes_few_statements(app, secretariat, statements):
    with app.app_context(), transaction():
        load_ministries(by=OPERATOR, at=AT)
    statements.clear()
    assert "こども家庭庁" in secretariat.get("/secretariat/ministries").text
    assert statements.count <= 5


def test_a_contractor_reads_and_changes_nothing(app, signed_in):
    member = admitted(app, people=(person("代表", TermRole.REPRESENTATIVE),))
    contractor = signed_in(CONTRACTOR, Role.CONTRACTOR)
    address = f"/secretariat/register/{member.member_id}"
    page = contractor.get(address)
    assert page.status == 200
    assert "Correct particulars" not in page.text
    assert contractor.get("/secretariat/ministries").status == 200
    assert {contractor.get(f"{address}/{part}").status for part in ("particulars", "people/new")} == {403}
    contractor.get("/secretariat/register")
    token = contractor.page.forms[0].fields
    assert contractor.post(f"{address}/particulars", dict(token) | {"name": "別名"}).status in (400, 403)
    with app.app_context():
        assert get_member(member.member_id, on=today()).name == "見本団体"


def test_a_members_people_see_their_own_record_and_not_the_register(app, signed_in):
    own = admitted(app, "見本わたし", people=(person("花子", TermRole.CONTACT),))
    admitted(app, "見本よそ")
    member = signed_in(MEMBER, person_id=own.person_ids[0])
    page = member.get("/organisation")
    assert page.status == 200
    assert "見本わたし" in page.text
    assert "見本よそ" not in page.text
    assert member.get("/secretariat/register").status == 403
    assert member.get(f"/secretariat/register/{own.member_id}").status == 403
    assert member.get("/secretariat/ministries").status == 403


def test_a_person_whose_term_ended_sees_the_record_no_more(app, signed_in):
    own = admitted(app, people=(person("花子", TermRole.CONTACT),))
    member = signed_in(MEMBER, person_id=own.person_ids[0])
    with app.app_context():
        [place] = people_of(own.member_id, on=today())
    staff = signed_in(SECRETARIAT, Role.SECRETARIAT)
    staff.get(f"/secretariat/register/{own.member_id}")
    staff.submit(f"/terms/{place.term_id}/end", until_on=today().isoformat())
    assert member.get("/organisation").status == 403


@pytest.mark.parametrize("address", ["/secretariat/register", "/secretariat/register/1", "/secretariat/register/download", "/secretariat/ministries", "/organisation"])
def test_visitors_are_asked_to_sign_in(app, visitor, address):
    admitted(app)
    page = visitor().get(address)
    assert "見本団体" not in page.text
    assert page.path.startswith("/sign-in") or page.status == 401
