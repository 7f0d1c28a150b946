"""A migration is killed half-way, wherever it was; run again it comes to its end, as if nothing had happened."""

import pytest
from sqlalchemy import create_engine, inspect

from tests.chaos.processes import wait_for_end, works
from tests.databases import ENGINES, make_settings

pytestmark = pytest.mark.chaos

PLACES = 4


@pytest.fixture(params=ENGINES)
def empty(request, tmp_path):
    """Gives settings on one more empty database each time."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    made = []

    def another():
        """One more."""
        made.append(server.create() if server else f"{len(made)}.sqlite")
        return make_settings(tmp_path, server.database_url(made[-1]) if server else f"sqlite:///{tmp_path / made[-1]}")

    yield another
    for name in made if server else ():
        server.drop(name)


def schema_of(settings):
    """Tables with columns and indexes, and the revision, as the database tells them."""
    engine = create_engine(settings.sqlalchemy_url)
    seen = inspect(engine)
    found = {
        name: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)),
            sorted(str(index["name"]) for index in seen.get_indexes(name)),
        )
        for name in seen.get_table_names()
    }
    with engine.connect() as connection:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    return found, revision


def test_a_migration_that_was_killed_is_run_again_to_its_end(empty, fuzz):
    whole = empty()
    with works(whole) as nursery:
        statements = nursery.outcome(nursery.start("migrate", database_url=whole.database_url))["result"]
        expected, places = schema_of(whole), fuzz(PLACES, statements)
        for place in range(1, places + 1):
            settings = empty()
            wait_for_end(nursery.start("migrate", database_url=settings.database_url, die_at=1 + place * statements // (places + 1)))
            outcome = nursery.outcome(nursery.start("migrate", database_url=settings.database_url))
            assert "error" not in outcome, (place, outcome)
            assert schema_of(settings) == expected, place
