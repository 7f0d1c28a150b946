"""Canary strings in all that is sealed: in entries, hits, decisions, steps and openings of applications and of a member, in every state.

`SEALED` is what nobody but the screening officer may be shown, by whatever way; `readable` is what an answer of any kind says.
"""

import csv
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from sqlalchemy import select
from werkzeug.test import TestResponse

from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.watchlists.models import ListEntry as Entry
from platform_app.watchlists.models import WatchCase, WatchHit, Watchlist, WatchSubject
from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.hits import HitStatus
from platform_app.watchlists.services.cases import note_step, open_case
from platform_app.watchlists.services.deciding import decide, reopen, second
from platform_app.watchlists.services.small import import_at_once, match_at_once
from platform_app.watchlists.services.staging import ListFacts

CANARY = "カナリア"
BORN = "1949-04-01"
LIST_NAME = f"{CANARY}名簿"
SEALED = (
    CANARY, "CANARY-", "見本團体", BORN, "1949年", "April 1, 1949", "1 April 1949", "Apr 1, 1949",
    "試験﨑", "例示県例示市", "例示一朗", "練習用の案件",
)  # fmt: skip
"""The canaries, and what stands in the practice case of the demonstration."""
STATES = ("pending", "possible", "proposed", "confirmed", "cleared", "reopened")
_COLUMNS = ("ref", "kind", "name", "former_names", "birth_on", "address")


@dataclass(frozen=True)
class Officers:
    """Two screening officers."""

    first: Actor
    other: Actor


def listed(name: str) -> str:
    """A name of the demonstration as a list would write it: the same once variant characters are folded."""
    return name.replace("団", "團")


def import_list(names: Mapping[str, str], *, by: Actor, at: datetime, list_name: str = LIST_NAME) -> None:
    """Bring in a list of bodies by their references, and match them with everybody who is watched."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{CANARY}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(_COLUMNS)
            for ref, name in names.items():
                lines.writerow((ref, "organisation", listed(name), f"{CANARY}旧会{ref}", BORN, f"{CANARY}県{ref}"))
        facts = ListFacts(name=list_name, source=f"{CANARY}の提供者", dated=civil_date(at), file_name=path.name)
        import_at_once(path, facts=facts, by=by, at=at)
    match_at_once(at=at)


def put_into(hit_id: int, state: str, *, officers: Officers, at: datetime) -> None:
    """Carry a hit of tier A into a state, each step with a canary for its reason."""
    if state == "possible":
        decide(hit_id=hit_id, choice=HitStatus.POSSIBLE, reason=f"{CANARY}の根拠", by=officers.first, at=at)
    if state in ("proposed", "confirmed"):
        decide(hit_id=hit_id, choice=HitStatus.CONFIRMED, reason=f"{CANARY}の確信", by=officers.first, at=at)
    if state in ("cleared", "reopened"):
        decide(hit_id=hit_id, choice=HitStatus.FALSE_MATCH, reason=f"{CANARY}の別人", by=officers.first, at=at)
    if state in ("confirmed", "cleared", "reopened"):
        second(hit_id=hit_id, agrees=True, reason=f"{CANARY}の同意", by=officers.other, at=at)
    if state == "reopened":
        reopen(hit_id=hit_id, reason=f"{CANARY}の再考", by=officers.other, at=at)


def hits_of(owner_type: str, owner_id: int, list_name: str = LIST_NAME) -> list[int]:
    """The hits of an owner with a list, in the order of its entries."""
    found = (
        select(WatchHit.id)
        .join(WatchSubject, WatchSubject.id == WatchHit.subject_id)
        .join(WatchCase, WatchCase.id == WatchSubject.case_id)
        .join(Entry, Entry.id == WatchHit.entry_id)
        .join(Watchlist, Watchlist.id == Entry.watchlist_id)
        .where(WatchCase.owner_type == owner_type, WatchCase.owner_id == owner_id, Watchlist.name == list_name)
    )
    return list(db.session.scalars(found.order_by(WatchHit.entry_id)))


def add_canaries(owners: Mapping[tuple[str, int], str], *, officers: Officers, at: datetime) -> None:
    """For each owner, by type and id, with its name: a case with one hit in each state, an inquiry that is out, and who opened it and why."""
    refs = {f"CANARY-{owner_type}-{owner_id}-{state}": name for (owner_type, owner_id), name in owners.items() for state in STATES}
    import_list(refs, by=officers.first, at=at)
    for owner_type, owner_id in owners:
        hits = hits_of(owner_type, owner_id)
        assert len(hits) == len(STATES), f"{owner_type} {owner_id} has {len(hits)} hits"
        for hit_id, state in zip(hits, STATES, strict=True):
            put_into(hit_id, state, officers=officers, at=at)
        owned = (WatchCase.owner_type == owner_type, WatchCase.owner_id == owner_id)
        case_id = db.session.scalars(select(WatchCase.id).where(*owned)).one()
        open_case(case_id=case_id, reason=f"{CANARY}の用件", by=officers.first, at=at)
        for kind in (StepKind.PUBLIC_SEARCH, StepKind.INQUIRY_ASKED):
            note_step(case_id=case_id, kind=kind, on=civil_date(at), what=f"{CANARY}の照会", where=f"{CANARY}署", by=officers.first, at=at)


def readable(response: TestResponse) -> str:
    """What an answer says, whatever its kind: pages, data, sheets, archives, and letters where poppler is installed."""
    return _told(response.get_data(), response.mimetype)


def _told(content: bytes, mimetype: str) -> str:
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "\n".join(_told(archive.read(name), "") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        if shutil.which("pdftotext") is None:
            return ""
        told = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
        return "".join(told.split())
    return content.decode("utf-8", errors="replace") if not mimetype.startswith(("image/", "font/")) else ""
