"""How Alembic runs here: with the application's engine and models, on SQLite in batch mode with foreign keys off and checked afterwards."""

from typing import Any

from alembic import context
from alembic.operations import Operations
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from platform_app.database.engine import may_write


def render_item(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    """Write column types of the house by what they are in the database, so that old migrations need none of our code."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}".replace("()", "()")
    return False


_alter_in_batch = Operations.batch_alter_table


def _alter_alone(self: Operations, name: str, **options: Any) -> Any:
    """Batch mode reads the table to rebuild, and not all those that its foreign keys lead to: that took four fifths of the time."""
    return _alter_in_batch(self, name, **({"reflect_kwargs": {"resolve_fks": False}} | options))


def _migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # Batch mode rebuilds tables; with foreign keys on, dropping the old one would silently delete CASCADE children.
        # It goes past SQLAlchemy, because inside a transaction the setting has no effect.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=current_app.extensions["migrate"].db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=False,
    )
    Operations.batch_alter_table = _alter_alone  # type: ignore[method-assign]
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration left rows whose foreign keys point nowhere")


def run() -> None:
    """Run the migrations asked for, as one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    before = may_write.set(True)
    try:
        with engine.connect() as connection:
            _migrate(connection)
            connection.commit()
        if engine.dialect.name == "sqlite":
            engine.dispose()
    finally:
        may_write.reset(before)


run()
