"""Numbered migrations of the schema, run by Alembic; `HEAD` names the newest, so that two made at once collide in version control."""
