"""Accounts and the first start, as an operator meets them on the command line."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

from openshelf.wire.scopes import Scope
from tests.support import postgres
from tests.support.servers import COMMAND, Server

TOKEN = re.compile(r"[a-z0-9]{31}")


def embedded(folder: Path) -> str:
    """The URL of a database in a file."""
    return f"sqlite:///{folder}/openshelf.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return embedded(tmp_path)
    return postgres.new_database(request.getfixturevalue("postgres_server"))


def openshelf(
    *arguments: str, folder: Path, database_url: str, columns: int = 80
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENSHELF_")}
    return subprocess.run(
        [COMMAND, *arguments],
        env={
            **clean,
            "OPENSHELF_DATA_DIR": str(folder),
            "OPENSHELF_DATABASE_URL": database_url,
            "COLUMNS": str(columns),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def create(folder: Path, database_url: str, *scopes: str, store: str = "shelf1") -> tuple[str, str]:
    """The token and the client id of a new account."""
    wanted = [part for scope in scopes or (Scope.PRODUCTS,) for part in ("--scope", scope)]
    done = openshelf(
        "account",
        "create",
        "--store",
        store,
        *wanted,
        "--name",
        "Importer",
        folder=folder,
        database_url=database_url,
    )
    assert done.returncode == 0, done.stderr
    client_id = re.search(r"Client id:\s+(\S+)", done.stderr)
    assert client_id is not None
    return done.stdout.strip(), client_id[1]


@contextmanager
def served(folder: Path, database_url: str, **settings: str) -> Iterator[Server]:
    server = Server(folder, database_url, settings=settings).start()
    try:
        yield server
    finally:
        assert server.stop() == 0


def status(server: Server, store: str, token: str, method: str = "GET") -> int:
    url = f"{server.url}/stores/{store}/v3/catalog/products"
    return requests.request(method, url, headers={"X-Auth-Token": token}, timeout=30).status_code


def test_creating_an_account_prints_its_token_alone_on_standard_output(tmp_path: Path) -> None:
    database_url = embedded(tmp_path)
    token, client_id = create(tmp_path, database_url)
    assert TOKEN.fullmatch(token)
    assert TOKEN.fullmatch(client_id)
    assert token != client_id


def test_the_token_works_at_once_for_the_scopes_that_were_given(tmp_path: Path) -> None:
    database_url = embedded(tmp_path)
    with served(tmp_path, database_url) as server:
        reader, _ = create(tmp_path, database_url, Scope.PRODUCTS_READ)
        both, _ = create(tmp_path, database_url, Scope.PRODUCTS_READ, Scope.PRODUCTS)
        assert [status(server, "shelf1", token) for token in (reader, both)] == [200, 200]
        assert [status(server, "shelf1", token, "DELETE") for token in (reader, both)] == [403, 422]


def test_the_token_is_never_shown_again_and_never_kept(tmp_path: Path) -> None:
    url = embedded(tmp_path)
    token, client_id = create(tmp_path, url)
    listed = openshelf("account", "list", folder=tmp_path, database_url=url, columns=200)
    assert client_id in listed.stdout
    assert token not in listed.stdout + listed.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert client_id.encode() in kept
    assert token.encode() not in kept


def test_the_list_can_be_of_one_store_and_shows_whole_client_ids_on_a_narrow_screen(tmp_path: Path) -> None:
    url = embedded(tmp_path)
    _, ours = create(tmp_path, url)
    _, theirs = create(tmp_path, url, store="shelf2")
    listed = openshelf("account", "list", "--store", "shelf2", folder=tmp_path, database_url=url)
    assert theirs in listed.stdout
    assert ours not in listed.stdout


def test_a_revoked_token_stops_working_within_two_seconds(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, database_url) as server:
        token, client_id = create(tmp_path, database_url)
        kept, _ = create(tmp_path, database_url)
        assert status(server, "shelf1", token) == 200
        done = openshelf("account", "revoke", client_id, folder=tmp_path, database_url=database_url)
        assert done.returncode == 0
        deadline = time.monotonic() + 2
        while status(server, "shelf1", token) != 401:
            assert time.monotonic() < deadline
        assert status(server, "shelf1", kept) == 200
    listed = openshelf("account", "list", folder=tmp_path, database_url=database_url, columns=200).stdout
    assert re.search(rf"{client_id}.*revoked \d{{4}}-\d\d-\d\d", listed)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("account", "create", "--store", "shelf1", "--scope", "store_v2_everything"), "unknown scope"),
        (("account", "create", "--store", "Not a hash", "--scope", "store_v2_products"), "Not a hash"),
        (("account", "revoke", "nobody"), "nobody"),
        (("account", "create", "--store", "shelf1"), "--scope"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    url = embedded(tmp_path)
    done = openshelf(*arguments, folder=tmp_path, database_url=url)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    if (tmp_path / "openshelf.db").exists():
        with sqlite3.connect(tmp_path / "openshelf.db") as connection:
            assert connection.execute("SELECT * FROM store").fetchall() == []
        connection.close()


def test_a_revoked_account_cannot_be_revoked_again(tmp_path: Path) -> None:
    url = embedded(tmp_path)
    _, client_id = create(tmp_path, url)
    codes = [
        openshelf("account", "revoke", client_id, folder=tmp_path, database_url=url).returncode
        for _ in range(2)
    ]
    assert codes == [0, 2]


# The first start


def test_a_first_start_makes_the_store_and_the_token_that_it_is_told(
    tmp_path: Path, database_url: str
) -> None:
    told = {"STORE_HASH": "myshelf", "ACCESS_TOKEN": "mysecrettoken"}
    with served(tmp_path, database_url, **told) as server:
        assert status(server, "myshelf", "mysecrettoken") == 200
        assert status(server, "myshelf", "mysecrettoken", "DELETE") == 422
        assert "mysecrettoken" not in server.log.read_text()


def test_a_first_start_that_is_told_nothing_makes_a_store_and_prints_a_token_once(tmp_path: Path) -> None:
    database_url = embedded(tmp_path)
    with served(tmp_path, database_url) as server:
        printed = server.log.read_text()
        store = re.search(r"Store:\s+([a-z0-9]{10})\n", printed)
        token = re.search(r"Token:\s+([a-z0-9]{31})\n", printed)
        assert store is not None
        assert token is not None
        assert f"{server.url}/stores/{store[1]}/v3" in printed
        assert status(server, store[1], token[1]) == 200
    with served(tmp_path, database_url) as server:
        assert server.log.read_text().count("Token:") == 1
        assert status(server, store[1], token[1]) == 200


def test_a_second_start_does_not_make_another_store(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, database_url, STORE_HASH="myshelf", ACCESS_TOKEN="mysecrettoken"):
        pass
    with served(tmp_path, database_url, STORE_HASH="other", ACCESS_TOKEN="othertoken") as server:
        assert status(server, "myshelf", "mysecrettoken") == 200
        assert status(server, "myshelf", "othertoken") == 401
        assert status(server, "other", "mysecrettoken") == 403
    listed = openshelf("account", "list", folder=tmp_path, database_url=database_url, columns=200).stdout
    assert listed.count("First account") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STORE_HASH", "Not A Hash"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("FETCH_ALLOW", "everything"),
        ("UPLOAD_LIMIT", "1MB"),
        ("PUBLIC_URL", "shelf.example"),
        ("LOG", "loud"),
        ("RATE_LIMIT", "much"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_before_anything_starts(
    tmp_path: Path, name: str, value: str
) -> None:
    done = subprocess.run(
        [COMMAND, "serve", "--data-dir", tmp_path / "data", "--port", str(postgres.free_port())],
        env={"PATH": os.environ["PATH"], **python_path(), f"OPENSHELF_{name}": value},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert f"OPENSHELF_{name}" in done.stderr
    assert "Traceback" not in done.stderr


def python_path() -> dict[str, str]:
    return {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}


# OpenAPI


def test_the_openapi_document_is_valid(tmp_path: Path) -> None:
    done = openshelf("openapi", folder=tmp_path, database_url=f"sqlite:///{tmp_path}/none.db")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()
    assert list(tmp_path.iterdir()) == []


def test_the_openapi_document_is_the_one_that_is_served(sqlite_api: Server) -> None:
    served_document = requests.get(f"{sqlite_api.url}/openapi.json", timeout=30).json()
    printed = subprocess.run(
        [COMMAND, "openapi"],
        env={**os.environ, "OPENSHELF_PUBLIC_URL": sqlite_api.url},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(printed.stdout) == served_document
