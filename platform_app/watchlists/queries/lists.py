"""Lists, their versions and what is in force."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.watchlists.models import ListEntry, ListVersion, Watchlist
from platform_app.watchlists.rules.lists import VersionStatus

_BLOCK_ROWS = 5000
_OPENED_ROWS = 1000


def in_force_at(number: int | None) -> ColumnElement[bool]:
    """Which entries of one list hold in a version; none if the list has no version in force."""
    upto = number if number is not None else 0
    return and_(ListEntry.from_number <= upto, or_(ListEntry.until_number.is_(None), ListEntry.until_number > upto))


def is_in_force() -> ColumnElement[bool]:
    """Which entries hold now, where `watchlist` is joined."""
    return and_(
        ListEntry.from_number <= Watchlist.current_number,
        or_(ListEntry.until_number.is_(None), ListEntry.until_number > Watchlist.current_number),
    )


def find_list(name: str, *, lock: bool = False) -> Watchlist | None:
    """A list by its name."""
    query = select(Watchlist).where(Watchlist.name == name)
    return db.session.scalar(query.with_for_update(key_share=True) if lock else query)


def lock_list(watchlist_id: int) -> Watchlist:
    """A list, locked, as it stands now.

    Its key stays free: who stages rows has locked the version, and each row's foreign key looks at the list; the other order would be a deadlock.
    """
    return db.session.get_one(Watchlist, watchlist_id, with_for_update={"key_share": True}, populate_existing=True)


def get_version(version_id: int, *, lock: bool = False) -> ListVersion:
    """One version of a list.

    Raises: NotFound.
    """
    version = db.session.get(ListVersion, version_id, with_for_update=lock, populate_existing=lock)
    if version is None:
        raise NotFound
    return version


def find_staged(watchlist_id: int, *, lock: bool = False) -> ListVersion | None:
    """The version of a list that is coming in, if any."""
    query = select(ListVersion).where(ListVersion.watchlist_id == watchlist_id, ListVersion.status == VersionStatus.STAGED)
    return db.session.scalar(query.with_for_update() if lock else query)


def find_current(watchlist_id: int) -> ListVersion | None:
    """The version of a list that is in force, if any."""
    return db.session.scalar(
        select(ListVersion).where(ListVersion.watchlist_id == watchlist_id, ListVersion.status == VersionStatus.CURRENT)
    )


def list_versions() -> list[tuple[Watchlist, ListVersion]]:
    """Every version of every list, by list, newest first."""
    rows = db.session.execute(
        select(Watchlist, ListVersion)
        .join(ListVersion, ListVersion.watchlist_id == Watchlist.id)
        .order_by(Watchlist.name, Watchlist.id, ListVersion.number.desc())
        .limit(500)
    )
    return [(row[0], row[1]) for row in rows]


def count_entries(watchlist_id: int, number: int | None) -> int:
    """How many entries a list has in a version."""
    counted = select(func.count()).select_from(ListEntry).where(ListEntry.watchlist_id == watchlist_id, in_force_at(number))
    return db.session.scalar(counted) or 0


def known_entries(watchlist_id: int, number: int | None, ref_keys: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Id and fingerprint of the entries of a version by the hashes of their references; one statement."""
    rows = db.session.execute(
        select(ListEntry.ref_key, ListEntry.id, ListEntry.fingerprint).where(
            ListEntry.watchlist_id == watchlist_id, ListEntry.ref_key.in_(ref_keys), in_force_at(number)
        )
    )
    return {row.ref_key: (row.id, row.fingerprint) for row in rows}


def entry_refs(watchlist_id: int, number: int | None) -> Iterator[list[tuple[int, int]]]:
    """Ids and hashes of references of a version's entries, in blocks by id."""
    after = 0
    while True:
        rows = db.session.execute(
            select(ListEntry.id, ListEntry.ref_key)
            .where(ListEntry.watchlist_id == watchlist_id, in_force_at(number), ListEntry.id > after)
            .order_by(ListEntry.id)
            .limit(_BLOCK_ROWS)
        ).all()
        if not rows:
            return
        yield [(row.id, row.ref_key) for row in rows]
        after = rows[-1].id


def sealed_entries(entry_ids: Sequence[int]) -> dict[int, str]:
    """The sealed texts of entries, opened, by id."""
    rows = db.session.execute(select(ListEntry.id, ListEntry.sealed).where(ListEntry.id.in_(entry_ids)))
    return {row.id: row.sealed for row in rows}


def sealed_of_version(watchlist_id: int, number: int, *, after: int) -> list[tuple[int, str]]:
    """Ids and opened texts of the entries that came with a version, the next block after an id."""
    rows = db.session.execute(
        select(ListEntry.id, ListEntry.sealed)
        .where(ListEntry.watchlist_id == watchlist_id, ListEntry.from_number == number, ListEntry.id > after)
        .order_by(ListEntry.id)
        .limit(_OPENED_ROWS)
    )
    return [(row.id, row.sealed) for row in rows]


def lists_with_leftovers() -> list[int]:
    """The lists of which a version that was abandoned or undone has marked entries still."""
    left = (VersionStatus.UNDONE, VersionStatus.ABANDONED)
    return list(
        db.session.scalars(
            select(ListVersion.watchlist_id).where(ListVersion.status.in_(left), ListVersion.cleared_at.is_(None)).distinct()
        )
    )


def count_all_entries() -> int:
    """How many entries there are, in force or not."""
    return db.session.scalar(select(func.count()).select_from(ListEntry)) or 0


def sealed_block(*, after: int) -> list[tuple[int, str]]:
    """Ids and opened texts of all entries, the next block after an id."""
    rows = db.session.execute(
        select(ListEntry.id, ListEntry.sealed).where(ListEntry.id > after).order_by(ListEntry.id).limit(_OPENED_ROWS)
    )
    return [(row.id, row.sealed) for row in rows]


def name_of_list(watchlist_id: int) -> str:
    """What a list is called."""
    return db.session.get_one(Watchlist, watchlist_id).name
