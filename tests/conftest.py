"""Start and end of a run. What tests ask for is loaded only where they run: not by the process that hands them out to others."""

import gc
import os
from pathlib import Path

import pytest

# Nearly all that loading makes stays until the end: the collector would look through it again and again and find nothing.
gc.disable()

# Processes that tests start keep their bytecode; without it each start compiles some three hundred modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ("tests.reporting",)
_WHERE_TESTS_RUN = ("tests.databases", "tests.demonstrations", "tests.browsers", "tests.fixtures")
pytest.register_assert_rewrite(*_WHERE_TESTS_RUN)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Load what tests ask for, unless workers do the work."""
    is_handing_out = config.pluginmanager.hasplugin("dsession")
    for name in () if is_handing_out else _WHERE_TESTS_RUN:
        config.pluginmanager.import_plugin(name)


def pytest_collection_finish() -> None:
    """Keep the collector of cycles away from what stays until the end – the modules and the tests –, and let it come seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End what this run started, in the process that it began with: the server, or on one that stays the copied database."""
    factory = getattr(config, "_tmp_path_factory", None)
    if hasattr(config, "workerinput") or factory is None or factory._basetemp is None:
        return
    from tests.engines import started_server

    shared: Path = factory.getbasetemp()
    server = started_server(shared)
    if server is None:
        return
    for note in () if server.folder else shared.glob("*.postgresql"):
        server.drop(note.read_text())
    server.stop()
