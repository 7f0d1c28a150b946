"""The storage of files gone: nothing is recorded, what was typed is kept, and it comes back by itself."""

import shutil
from io import BytesIO
from pathlib import Path

from tests.demonstrations import contents, csrf_of, differing
from tests.unit.documents.samples import pdf


def test_a_paper_that_cannot_be_stored_is_not_recorded(demonstration):
    client, ids = demonstration.client("applicant"), demonstration.cast.ids
    csrf, path = csrf_of(client), f"/apply/{ids['application draft']}/documents"
    storage = Path(demonstration.app.config["SETTINGS"].storage_url)
    away, before = storage.with_name("away"), contents(demonstration.app)

    def upload():
        """Hand in one more paper."""
        data = {"csrf_token": csrf, "slot": "articles", "address": "", "file": (BytesIO(pdf()), "見本.pdf")}
        return client.post(path, data=data, content_type="multipart/form-data")

    storage.rename(away)
    storage.write_text("not a folder")
    try:
        refused, missing = upload(), client.get(f"{path}/{ids['attachment draft']}")
        probes = [client.get(f"/health/{probe}").status_code for probe in ("live", "ready")]
        page = client.get(path).status_code
    finally:
        storage.unlink()
        shutil.move(away, storage)
    assert (refused.status_code, missing.status_code, page) == (503, 503, 200)
    assert "Nothing was recorded" in refused.get_data(as_text=True) and int(refused.headers["Retry-After"]) > 0
    assert probes == [200, 503]
    assert differing(before, contents(demonstration.app)) == []
    assert client.get(f"{path}/{ids['attachment draft']}").status_code == 200
    assert upload().status_code == 302
    assert client.get("/health/ready").status_code == 200
