"""The schema: brought to the newest migration, and asked for its revision."""

from flask import Flask
from flask_migrate import downgrade as _downgrade
from flask_migrate import upgrade as _upgrade
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from platform_app.extensions import db
from platform_app.resources import folder


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the database to a revision, the newest by default."""
    with app.app_context():
        _upgrade(directory=str(folder("migrations")), revision=revision)


def downgrade(app: Flask, revision: str) -> None:
    """Take the database back to a revision, `base` for an empty one."""
    with app.app_context():
        _downgrade(directory=str(folder("migrations")), revision=revision)


def current_revision() -> str | None:
    """The revision of the database, None if it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory(str(folder("migrations"))).get_current_head()
