"""Bytes in storage: a folder or any fsspec address. Written beside, then moved, so that a name is there whole or not at all.

Nothing here is part of a database transaction. Bytes come first and their row second, so a transaction that fails leaves only bytes
without a row; they are never reachable, and `sweep` removes them after a day, as it does with files whose row was forgotten.
"""

import io
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, cast

import structlog
from flask import current_app

from platform_app.kernel.errors import Unavailable

if TYPE_CHECKING:
    from fsspec.spec import AbstractFileSystem

_NAME_BYTES = 16
_SHARD_CHARACTERS = 2
_BLOCK_BYTES = 256 * 1024
_FILES, _INCOMING = "files", "incoming"

log = structlog.get_logger(__name__)


def keep(content: BinaryIO) -> str:
    """Store bytes from their beginning under a random name, and give the name.

    Raises: Unavailable if storage cannot take them; then nothing of them is left under a name.
    """
    name = secrets.token_hex(_NAME_BYTES)
    with _available() as (files, root):
        beside, place = f"{root}/{_INCOMING}/{name}", _place(root, name)
        for folder in (f"{root}/{_INCOMING}", place.rpartition("/")[0]):
            files.makedirs(folder, exist_ok=True)
        try:
            content.seek(0)
            with files.open(beside, "wb") as target:
                shutil.copyfileobj(content, target, _BLOCK_BYTES)
                _to_disk(target)
            files.mv(beside, place)
        except BaseException:
            with suppress(Exception):
                files.rm_file(beside)
            raise
    return name


def open_kept(name: str) -> BinaryIO:
    """The stored bytes, to be read and closed.

    Raises: Unavailable if they cannot be read now.
    """
    with _available() as (files, root):
        return cast(BinaryIO, files.open(_place(root, name), "rb"))


def names_older_than(at: datetime) -> Iterator[tuple[str, ...]]:
    """The names of what was stored before an instant, folder by folder, unfinished writes too.

    Raises: Unavailable.
    """
    with _available() as (files, root):
        for folder in _folders(files, root):
            found = [path for path in files.find(folder) if files.modified(path) < at]
            yield tuple(path.rpartition("/")[2] for path in found)


def discard(name: str) -> None:
    """Remove stored bytes, finished or not; nothing happens if they are gone.

    Raises: Unavailable.
    """
    with _available() as (files, root):
        for path in (_place(root, name), f"{root}/{_INCOMING}/{name}"):
            with suppress(FileNotFoundError):
                files.rm_file(path)


def _folders(files: "AbstractFileSystem", root: str) -> list[str]:
    listed = files.ls(f"{root}/{_FILES}", detail=False) if files.exists(f"{root}/{_FILES}") else []
    beside = f"{root}/{_INCOMING}"
    return sorted(listed) + ([beside] if files.exists(beside) else [])


def _place(root: str, name: str) -> str:
    return f"{root}/{_FILES}/{name[:_SHARD_CHARACTERS]}/{name}"


def _to_disk(target: BinaryIO) -> None:
    target.flush()
    with suppress(AttributeError, io.UnsupportedOperation):
        os.fsync(target.fileno())


@contextmanager
def _available() -> Iterator[tuple["AbstractFileSystem", str]]:
    from fsspec.core import url_to_fs  # not needed by a process that only shows pages

    # Storage back ends raise errors of their own kinds, not only OSError; to the user all mean the same.
    try:
        files, root = url_to_fs(current_app.config["SETTINGS"].storage_url)
        yield files, root.rstrip("/")
    except Exception as error:
        log.error("storage unavailable", error=type(error).__name__, detail=str(error)[:200])
        raise Unavailable("documents.storage_unavailable") from error
