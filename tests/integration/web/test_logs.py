"""What the log says of an error: what kind and where, never what somebody typed."""

import traceback

import pytest
from structlog.testing import capture_logs

from platform_app.accounts.models import UserAccount
from platform_app.database.transaction import begin_request
from platform_app.extensions import db
from platform_app.kernel.clock import now

CANARY = "canary@private.example"


@pytest.mark.parametrize("wrong", [{"name": None}, {"name": "見本" * 400}], ids=["nothing", "too long"])
def test_an_error_of_the_database_is_logged_without_the_values(app, monkeypatch, wrong):
    def fail():
        """Two statements; on one database the first, on the other the second is refused."""
        begin_request(writing=True)
        db.session.add(UserAccount(email=CANARY, locale="ja", created_at=now(), **wrong))
        db.session.execute(db.text("INSERT INTO user_account (nothing) VALUES (:email)"), {"email": CANARY})

    monkeypatch.setitem(app.view_functions, "screening.apply", fail)
    with capture_logs() as entries:
        assert app.test_client().get("/apply").status_code in (409, 500, 503)
    errors = [error for entry in entries if (error := entry.get("exc_info"))]
    told = str(entries) + "".join("".join(traceback.format_exception(error)) for error in errors)
    assert "screening.apply" in told
    assert CANARY not in told
    assert "見本" not in told
