"""One application for the tests of the house; it never opens its database."""

import pytest
from flask import Flask

from tests.databases import make_app


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with every package bound, in development, so that its pages for developers are there too."""
    folder = tmp_path_factory.mktemp("house")
    return make_app(folder, f"sqlite:///{folder / 'unused.sqlite'}")
