"""Tables of watchlists. What names somebody is sealed (`EncryptedText`); what is searched is a keyed hash.

An entry holds from version `from_number` until before `until_number` of its list and is in force if the list's `current_number` lies between:
so a version becomes current, and is taken back, by one change of one row, and a reader never sees half of it. `watchlist_entry_key` and
`watch_subject_key` are nothing but B-trees (on SQLite without row ids); they have no foreign key, because an index for it would double them.
Orphans in them do no harm: candidates are joined to their rows and then compared.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_app.database.types import EncryptedText, JSONText, UTCDateTime, Versioned, enum_column
from platform_app.extensions import db
from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.facts import PartyKind, Tier
from platform_app.watchlists.rules.hits import HitStatus
from platform_app.watchlists.rules.lists import RunCause, UploadStatus, VersionStatus

_IS_STAGED = text("status = 'staged'")
_IS_CURRENT = text("status = 'current'")
_IS_OPEN = text("finished_at IS NULL")
_IS_WATCHED = text("ended_at IS NULL")


class IndexKey(db.Model):
    """A random key under which names are hashed for searching, itself sealed: a new FIELD_KEY seals it anew, and no hash changes.

    `keyed_rules` says by which rules the stored keys of all entries were made.
    """

    __tablename__ = "watch_index_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40), unique=True)
    secret: Mapped[str] = mapped_column(EncryptedText)
    keyed_rules: Mapped[str | None] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Watchlist(db.Model):
    """A list of names with the number of the version in force, if any."""

    __tablename__ = "watchlist"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    current_number: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ListVersion(Versioned, db.Model):
    """One import of a list: which file, from whom, of which day, and how far it came."""

    __tablename__ = "watchlist_version"
    __table_args__ = (
        UniqueConstraint("watchlist_id", "number"),
        Index("uq_watchlist_version_staged", "watchlist_id", unique=True, sqlite_where=_IS_STAGED, postgresql_where=_IS_STAGED),
        Index("uq_watchlist_version_current", "watchlist_id", unique=True, sqlite_where=_IS_CURRENT, postgresql_where=_IS_CURRENT),
        CheckConstraint("status NOT IN ('current', 'replaced', 'undone') OR published_at IS NOT NULL", name="published_when_in_force"),
        CheckConstraint("number > 0 AND (base_number IS NULL OR base_number < number)", name="numbers_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    watchlist_id: Mapped[int] = mapped_column(ForeignKey("watchlist.id"), index=True)
    number: Mapped[int]
    base_number: Mapped[int | None]
    status: Mapped[VersionStatus] = enum_column(VersionStatus, default=VersionStatus.STAGED)
    source: Mapped[str] = mapped_column(String(400))
    dated: Mapped[date]
    file_name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, str]] = mapped_column(JSONText)
    rows_total: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    keys_done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    flagged: Mapped[int] = mapped_column(default=0)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    touched_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_because: Mapped[str | None] = mapped_column(Text)


class ListEntry(db.Model):
    """A listed name, sealed as one document; a change is a new row, and the old one ends."""

    __tablename__ = "watchlist_entry"
    __table_args__ = (
        UniqueConstraint("watchlist_id", "ref_key", "from_number"),
        Index("ix_watchlist_entry_from", "watchlist_id", "from_number", "id"),
        Index("ix_watchlist_entry_until", "watchlist_id", "until_number"),
        CheckConstraint("until_number IS NULL OR until_number >= from_number", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    watchlist_id: Mapped[int] = mapped_column(ForeignKey("watchlist.id"))
    ref_key: Mapped[int] = mapped_column(BigInteger)
    from_number: Mapped[int]
    until_number: Mapped[int | None]
    kind: Mapped[PartyKind] = enum_column(PartyKind)
    sealed: Mapped[str] = mapped_column(EncryptedText)
    fingerprint: Mapped[str] = mapped_column(String(32))
    is_number_wrong: Mapped[bool] = mapped_column(default=False)


class EntryKey(db.Model):
    """A keyed hash of one of an entry's keys."""

    __tablename__ = "watchlist_entry_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class WatchCase(Versioned, db.Model):
    """All that is watched for one owner, with what people did about it. Ended when the owner is no longer watched."""

    __tablename__ = "watch_case"
    __table_args__ = (UniqueConstraint("owner_type", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int]
    label: Mapped[str] = mapped_column(EncryptedText)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


class WatchSubject(db.Model):
    """A watched name, sealed; a change of the name is a new row.

    `matched_at` says when all lists were last asked, `matched_rules` by which rules: without rules it is due, as without `keyed_rules` it has no
    keys. What is due is taken by `urgency`, then in the order in which it came, and the indexes hold that order, however much waits.
    """

    __tablename__ = "watch_subject"
    __table_args__ = (
        Index("ix_watch_subject_keyed", "keyed_rules", "urgency", "id", sqlite_where=_IS_WATCHED, postgresql_where=_IS_WATCHED),
        Index("ix_watch_subject_matched", "matched_rules", "urgency", "id", sqlite_where=_IS_WATCHED, postgresql_where=_IS_WATCHED),
        Index("ix_watch_subject_matched_at", "matched_at", sqlite_where=_IS_WATCHED, postgresql_where=_IS_WATCHED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("watch_case.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    kind: Mapped[PartyKind] = enum_column(PartyKind)
    sealed: Mapped[str] = mapped_column(EncryptedText)
    fingerprint: Mapped[str] = mapped_column(String(32), index=True)
    urgency: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    keyed_rules: Mapped[str | None] = mapped_column(String(20))
    matched_rules: Mapped[str | None] = mapped_column(String(20))
    matched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SubjectKey(db.Model):
    """A keyed hash of one of a subject's keys."""

    __tablename__ = "watch_subject_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subject_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class WatchHit(Versioned, db.Model):
    """A subject and an entry that deserve a look, by one version of the rules. The fingerprints say exactly what was compared."""

    __tablename__ = "watch_hit"
    __table_args__ = (
        UniqueConstraint("subject_id", "entry_id", "rules_version"),
        Index("ix_watch_hit_queue", "status", "tier", "found_at"),
        Index("ix_watch_hit_pair", "subject_fingerprint", "entry_fingerprint"),
        CheckConstraint("(status = 'pending') = (decided_at IS NULL)", name="decided_when"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("watch_subject.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("watchlist_entry.id"), index=True)
    rules_version: Mapped[str] = mapped_column(String(20))
    subject_fingerprint: Mapped[str] = mapped_column(String(32))
    entry_fingerprint: Mapped[str] = mapped_column(String(32))
    tier: Mapped[Tier] = enum_column(Tier)
    score: Mapped[int]
    evidence: Mapped[str] = mapped_column(EncryptedText)
    status: Mapped[HitStatus] = enum_column(HitStatus, default=HitStatus.PENDING)
    found_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    remembered_from_id: Mapped[int | None] = mapped_column(ForeignKey("watch_hit.id", ondelete="SET NULL"), index=True)


class Disposition(db.Model):
    """What one person decided on a hit, and what the second person said of it."""

    __tablename__ = "watch_disposition"
    __table_args__ = (
        CheckConstraint("(second_at IS NULL) = (second_agrees IS NULL)", name="whole_second"),
        CheckConstraint("second_by_id IS NULL OR second_by_id <> decided_by_id", name="two_people"),
        CheckConstraint("NOT (takes_two AND took_effect_at IS NOT NULL AND second_at IS NULL)", name="effect_with_second"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hit_id: Mapped[int] = mapped_column(ForeignKey("watch_hit.id"), index=True)
    choice: Mapped[HitStatus] = enum_column(HitStatus)
    reason: Mapped[str] = mapped_column(EncryptedText)
    takes_two: Mapped[bool]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    second_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    second_agrees: Mapped[bool | None]
    second_reason: Mapped[str | None] = mapped_column(EncryptedText)
    took_effect_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class CaseStep(db.Model):
    """One step around the lists: pledge, roster, search, inquiry; in the order of its notes."""

    __tablename__ = "watch_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("watch_case.id"), index=True)
    kind: Mapped[StepKind] = enum_column(StepKind)
    on: Mapped[date] = mapped_column("done_on")
    what: Mapped[str] = mapped_column(EncryptedText)
    where: Mapped[str] = mapped_column("where_done", EncryptedText)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CaseOpening(db.Model):
    """One opening of a case's sealed contents: by whom, when, and why."""

    __tablename__ = "watch_opening"
    __table_args__ = (Index("ix_watch_opening_case_id_opened_at", "case_id", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("watch_case.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(EncryptedText)


class ScreeningRun(db.Model):
    """Subjects screened again because of a new version, new rules or a year gone by: how far it came. A killed one goes on at its position."""

    __tablename__ = "watch_run"
    __table_args__ = (Index("ix_watch_run_open", "id", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    cause: Mapped[RunCause] = enum_column(RunCause)
    list_version_id: Mapped[int | None] = mapped_column(ForeignKey("watchlist_version.id"), index=True)
    rules_version: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    touched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Upload(Versioned, db.Model):
    """A file brought through the page: checked, looked at and imported by the jobs' process. Its parts are sealed, and dropped when it is done."""

    __tablename__ = "watchlist_upload"
    __table_args__ = (Index("ix_watchlist_upload_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[UploadStatus] = enum_column(UploadStatus, default=UploadStatus.MAPPING)
    list_name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(400))
    dated: Mapped[date]
    file_name: Mapped[str] = mapped_column(String(255))
    file_bytes: Mapped[int]
    columns: Mapped[list[str]] = mapped_column(JSONText)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONText)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    report: Mapped[str | None] = mapped_column(EncryptedText)
    error_code: Mapped[str | None] = mapped_column(String(80))
    is_shrinking_meant: Mapped[bool] = mapped_column(default=False)
    list_version_id: Mapped[int | None] = mapped_column(ForeignKey("watchlist_version.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)


class UploadPart(db.Model):
    """A piece of an uploaded file, in order, as sealed base64."""

    __tablename__ = "watchlist_upload_part"

    upload_id: Mapped[int] = mapped_column(ForeignKey("watchlist_upload.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(EncryptedText)
