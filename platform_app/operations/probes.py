"""Short questions to what the program stands on: is the database there, is the storage there."""

import os
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from sqlalchemy import text

from platform_app.database.transaction import reading
from platform_app.extensions import db

STATEMENT_MILLISECONDS = 2000


def database_answers() -> bool:
    """Whether the database answers a statement within two seconds."""
    try:
        with reading():
            if db.engine.dialect.name == "postgresql":
                db.session.execute(text(f"SET LOCAL statement_timeout = {STATEMENT_MILLISECONDS}"))
            return db.session.scalar(text("SELECT 1")) == 1
    except Exception:
        return False


def storage_answers(storage_url: str) -> bool:
    """Whether stored files can be reached; a local folder that is not made yet counts by the folder it would be made in."""
    try:
        local = _local_folder(storage_url)
        if local is None:
            import fsspec

            filesystem, path = fsspec.core.url_to_fs(storage_url)
            return bool(filesystem.exists(path))
        while not local.exists():
            local = local.parent
        return local.is_dir() and os.access(local, os.R_OK | os.W_OK | os.X_OK)
    except Exception:
        return False


def why_not_writable(storage_url: str) -> str | None:
    """Write a small file and delete it again; None if that works, else the cause in a word."""
    import fsspec

    try:
        filesystem, path = fsspec.core.url_to_fs(storage_url)
        filesystem.makedirs(path, exist_ok=True)
        name = f"{path.rstrip('/')}/.probe-{token_hex(8)}"
        filesystem.pipe_file(name, b"probe")
        filesystem.rm_file(name)
    except Exception as error:
        return type(error).__name__
    return None


def _local_folder(storage_url: str) -> Path | None:
    parts = urlsplit(storage_url)
    if parts.scheme == "file":
        return Path(parts.path)
    return None if "://" in storage_url or "::" in storage_url else Path(storage_url).absolute()
