"""Fixtures: a real server on SQLite and one on PostgreSQL, each started once; every test has a store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from openshelf.persistence.database import Database
from tests.support import postgres
from tests.support.client import Client
from tests.support.evidence import Evidence
from tests.support.servers import Server
from tests.support.web import Web

# How long an example takes says more about the machine than about the code.
settings.register_profile("openshelf", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("openshelf")

BACKENDS = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL's maintenance database."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("sqlite")
    server = Server(folder, f"sqlite:///{folder}/openshelf.db").start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="session")
def postgres_api(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("postgres")
    server = Server(folder, postgres.new_database(postgres_server)).start()
    yield server
    assert server.stop() == 0


@pytest.fixture(params=BACKENDS, scope="session")
def server(request: pytest.FixtureRequest) -> Server:
    """The server on each of the databases in turn: a test that takes it runs twice."""
    found: Server = request.getfixturevalue(f"{request.param}_api")
    return found


@pytest.fixture(scope="session")
def database(server: Server) -> Iterator[Database]:
    """The server's database, opened beside it."""
    opened = server.database()
    yield opened
    opened.close()


@pytest.fixture
def client(server: Server, database: Database) -> Iterator[Client]:
    """A client with every scope of a new, empty store."""
    made = server.new_store(database=database)
    yield made
    made.close()


@pytest.fixture(scope="session")
def evidence(server: Server, database: Database) -> Evidence:
    """A look at the rows and files behind the server."""
    return Evidence(server, database)


@pytest.fixture(scope="session")
def web() -> Iterator[Web]:
    """A web server that pictures can be fetched from."""
    with Web() as running:
        yield running


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    """A folder for a server that a test starts by itself."""
    return tmp_path / "data"
