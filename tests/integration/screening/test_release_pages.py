"""The pages of a release: from the list to the letters, and what they say when the storage is gone."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from flask import Flask

from platform_app.audit.jobs import empty_outbox
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.operations.retention import run_retention
from tests.integration.screening.releasing import application_of, held
from tests.integration.screening.signing_in import sign_in_as


def test_from_the_list_of_decisions_to_the_letters(app: Flask, visitor, run_jobs) -> None:
    with app.app_context():
        held(3, refused=1, on_paper=1)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/releases")
    page = browser.submit("/secretariat/releases")
    assert "孤プ第3号" in page.text
    assert "Numbers are those that come next" in page.text
    batch = page.path
    draft = browser.get(draft_of(page))
    assert draft.response.mimetype == "application/pdf"
    browser.get(batch)
    page = browser.submit("/release")
    assert "This release cannot be undone" in page.text
    assert "Letters made: 0 of 3" in page.text
    assert browser.get(f"{batch}/letters").status == 409
    run_jobs()
    names = zipfile.ZipFile(BytesIO(browser.get(f"{batch}/letters").response.data)).namelist()
    assert len(names) == 3
    assert names[0].startswith("001_孤プ第1号_")
    assert len(zipfile.ZipFile(BytesIO(browser.get(f"{batch}/letters?part=post").response.data)).namelist()) == 1
    browser.get(batch)
    page = browser.submit("/posting/")
    assert "Letters made" not in page.text
    assert page.status == 200


def test_a_slash_in_a_name_makes_no_folder_in_the_zip(app: Flask, visitor, run_jobs) -> None:
    with app.app_context():
        held(1, name="見本会/東京支部")
        held(1, first=3, name="見本の輪/東京支部")
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/releases")
    batch = browser.submit("/secretariat/releases").path
    browser.submit("/release")
    run_jobs()
    names = zipfile.ZipFile(BytesIO(browser.get(f"{batch}/letters").response.data)).namelist()
    assert [name.partition("_")[0] for name in names] == ["001", "002"]
    assert [name.endswith(rest) for name, rest in zip(names, ("見本会_東京支部.pdf", "見本の輪_東京支部.pdf"), strict=True)] == [True, True]


def test_a_batch_of_which_one_was_erased_keeps_the_letters_of_the_others(app: Flask, visitor, run_jobs) -> None:
    with app.app_context():
        ids = held(2, refused=1)
        refused = application_of(ids[1]).id
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/releases")
    batch = browser.submit("/secretariat/releases").path
    browser.submit("/release")
    run_jobs()
    with app.app_context(), transaction():
        assert sum(line.erased for line in run_retention(by=OPERATOR, at=now() + timedelta(days=800), is_dry=False)) == 1
    page = browser.get(batch)
    assert "Letters made" not in page.text and "erased" in page.text
    assert len(zipfile.ZipFile(BytesIO(browser.get(f"{batch}/letters").response.data)).namelist()) == 1
    assert browser.get(f"/secretariat/applications/{refused}/release").status == 404


def draft_of(page) -> str:
    """The address of the first draft on a page."""
    return page.html.partition('/drafts/')[0].rpartition('"')[2] + "/drafts/" + page.html.partition("/drafts/")[2].partition('"')[0]


def test_with_the_storage_gone_decisions_are_released_and_letters_follow(app: Flask, visitor, run_jobs, clock) -> None:
    with app.app_context():
        held(2)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/releases")
    batch = browser.submit("/secretariat/releases").path
    storage = Path(app.config["SETTINGS"].storage_url)
    away = storage.with_name("away")
    if storage.exists():
        storage.rename(away)
    storage.write_text("not a folder")
    try:
        assert "This release cannot be undone" in browser.submit("/release").text
        run_jobs()
        assert "Letters made: 0 of 2" in browser.get(batch).text
    finally:
        storage.unlink()
        if away.exists():
            away.rename(storage)
    clock.advance(hours=1)
    with app.app_context():
        empty_outbox(now())
    assert "Letters made" not in browser.get(batch).text


def test_the_page_of_a_hundred_costs_a_bounded_number_of_statements(app: Flask, visitor, statements) -> None:
    with app.app_context():
        held(12)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/releases")
    batch = browser.submit("/secretariat/releases").path
    statements.clear()
    assert browser.get(batch).status == 200
    assert statements.count <= 25, statements.count
