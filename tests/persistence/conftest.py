"""Databases without a server: empty ones, and one with the schema for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openshelf.catalog.rendering import render_touched
from openshelf.persistence import schema
from openshelf.persistence.database import Database
from tests.support import postgres

MakeUrl = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgres"], scope="session")
def empty_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MakeUrl:
    """Makes an empty database of each kind in turn; gives its URL."""
    if request.param == "postgres":
        maintenance: str = request.getfixturevalue("postgres_server")
        return lambda: postgres.new_database(maintenance)

    def in_a_file() -> str:
        folder: Path = tmp_path_factory.mktemp("database")
        return f"sqlite:///{folder}/openshelf.db"

    return in_a_file


@pytest.fixture(scope="module")
def prepared_url(empty_database: MakeUrl) -> str:
    """The URL of a database with the schema."""
    url = empty_database()
    schema.upgrade(url)
    return url


@pytest.fixture
def database(prepared_url: str) -> Iterator[Database]:
    """An open database with the schema, shared by the tests of a file."""
    opened = Database(prepared_url, render_touched)
    yield opened
    opened.close()
