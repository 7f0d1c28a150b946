"""The schema: brought to the newest migration, and asked for its revision.

Alembic is imported where it is needed: a web process never changes the schema, and should not take a tenth of a second more to start.
"""

from types import ModuleType

from flask import Flask, current_app

from platform_app.extensions import db
from platform_app.resources import folder


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the database to a revision, the newest by default."""
    with app.app_context():
        migrations().upgrade(directory=str(folder("migrations")), revision=revision)


def downgrade(app: Flask, revision: str) -> None:
    """Take the database back to a revision, `base` for an empty one."""
    with app.app_context():
        migrations().downgrade(directory=str(folder("migrations")), revision=revision)


def migrations() -> ModuleType:
    """Flask-Migrate, bound to the current application."""
    import flask_migrate

    if "migrate" not in current_app.extensions:
        flask_migrate.Migrate(current_app, db, directory=str(folder("migrations")), render_as_batch=True)
    return flask_migrate


def current_revision() -> str | None:
    """The revision of the database, None if it is empty."""
    from alembic.runtime.migration import MigrationContext

    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The newest revision that this program knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(folder("migrations"))).get_current_head()
