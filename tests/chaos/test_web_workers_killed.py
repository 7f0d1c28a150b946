"""Web workers are killed while forms are being sent: what was acknowledged is there, nothing is half-done, the ledger is whole."""

import http.client
import random
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from platform_app.audit.models import AuditEntry
from platform_app.audit.queries import verify
from platform_app.audit.services import seal
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.members.models import Ministry
from tests.chaos.processes import ROOT, Works, environment_of
from tests.demonstrations import csrf_of
from tests.engines import free_port, wait_for_port

pytestmark = pytest.mark.chaos

BROWSERS = 4
SECONDS = 3.0


@contextmanager
def served(settings, port):
    """The real server with two workers, ended with its own process group."""
    command = [sys.executable, "-m", "platform_app", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    process = subprocess.Popen(
        command, env=environment_of(settings), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for_port(port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(25)
        process.kill()
        process.wait()


def workers_of(process):
    """The worker processes of a server, as the system lists its children."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


class Writer:
    """A browser that adds ministries one after the other, and remembers which were acknowledged."""

    def __init__(self, port, cookie, csrf, number):
        self.port, self.cookie, self.csrf, self.number = port, cookie, csrf, number
        self.acknowledged, self.sent, self.unavailable = [], 0, 0

    def write(self, until):
        """Send forms until it is time."""
        while time.monotonic() < until:
            name = f"見本省 {self.number}-{self.sent}"
            self.sent += 1
            with suppress(OSError, http.client.HTTPException):
                status = self._send(name)
                assert status in (302, 503), status
                if status == 302:
                    self.acknowledged.append(name)
                else:
                    self.unavailable += 1

    def _send(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = urlencode({"csrf_token": self.csrf, "name": name, "valid_from": "2026-04-01"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            connection.request("POST", "/secretariat/ministries", body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(demonstration, fuzz):
    client, port, chance = demonstration.client("secretariat"), free_port(), random.Random(1)
    csrf, killed = csrf_of(client), 0
    cookie = f"platform_session={client.get_cookie('platform_session').value}"
    writers = [Writer(port, cookie, csrf, number) for number in range(BROWSERS)]
    with served(demonstration.app.config["SETTINGS"], port) as process, ThreadPoolExecutor(BROWSERS) as pool:
        until = time.monotonic() + fuzz(SECONDS, 100.0)
        works = [pool.submit(writer.write, until) for writer in writers]
        while time.monotonic() < until - 0.5:
            time.sleep(chance.uniform(0.1, 0.5))
            killed += sum(map(Works.kill, workers_of(process)[:1]))
        for work in works:
            work.result()
    assert killed >= 3
    with demonstration.app.app_context():
        with reading():
            rows = dict(db.session.execute(select(Ministry.name, Ministry.id).where(Ministry.name.startswith("見本省 "))).all())
            there = set(db.session.scalars(select(Ministry.id)))
            told = db.session.scalars(select(AuditEntry.data).where(AuditEntry.event == "members.ministry_added")).all()
        recorded = {int(number) for data in told for number in re.findall(r'"ministry_id":(\d+)', data)}
        acknowledged = {name for writer in writers for name in writer.acknowledged}
        assert len(acknowledged) >= BROWSERS
        assert acknowledged <= set(rows), "acknowledged, and lost"
        assert set(rows.values()) <= recorded, "written without a trace"
        assert recorded <= there, "a trace of what was not written"
        with transaction():
            seal(at=now())
        with reading():
            assert list(verify()) == []
