"""The schema of a database: made from empty, brought up to date, taken down again, on both databases."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from openshelf.persistence import schema, tables
from openshelf.persistence.database import engine_for
from tests.persistence.conftest import MakeUrl
from tests.support.servers import COMMAND


def on(url: str, work: Any) -> Any:
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def config(connection: sa.Connection | None = None) -> Config:
    found = Config()
    found.set_main_option("script_location", str(schema.MIGRATIONS))
    found.set_main_option("path_separator", "os")
    found.attributes["connection"] = connection
    return found


def differences(connection: sa.Connection) -> list[Any]:
    """What would have to be done to make the database what `tables` says."""
    options = {
        "compare_type": True,
        # Of an empty text as default, SQLite gives back another spelling than it was told.
        "compare_server_default": connection.dialect.name == "postgresql",
        "include_object": is_declared,
    }
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, tables.metadata))


def is_declared(_object: Any, name: str | None, *_rest: Any) -> bool:
    """The search index of products is another thing on each database, which the tables do not declare."""
    return not (name or "").startswith(("product_fts", "ix_product_search"))


def everything(connection: sa.Connection) -> dict[str, Any]:
    """All that a database has: columns, keys, indexes, sequences."""
    inspector = sa.inspect(connection)
    found: dict[str, Any] = {
        name: (
            [{**column, "type": str(column["type"])} for column in inspector.get_columns(name)],
            inspector.get_pk_constraint(name),
            inspector.get_foreign_keys(name),
            inspector.get_unique_constraints(name),
            inspector.get_indexes(name),
        )
        for name in sorted(inspector.get_table_names())
    }
    if connection.dialect.name == "postgresql":
        found["sequences"] = sorted(inspector.get_sequence_names())
    return found


def test_an_empty_database_is_brought_to_what_the_tables_say(empty_database: MakeUrl) -> None:
    url = empty_database()
    schema.upgrade(url)
    assert on(url, differences) == []


def test_every_sequence_is_made_where_ids_come_from_sequences(empty_database: MakeUrl) -> None:
    url = empty_database()
    schema.upgrade(url)
    found = on(url, everything)
    if "sequences" in found:
        assert found["sequences"] == sorted(f"{name}_id_seq" for name in tables.SEQUENCES)


def test_upgrading_again_does_nothing(empty_database: MakeUrl) -> None:
    url = empty_database()
    schema.upgrade(url)
    before = on(url, everything)
    schema.upgrade(url)
    schema.upgrade(url, schema.head())
    assert on(url, everything) == before


def test_a_database_says_at_which_revision_it_is(empty_database: MakeUrl) -> None:
    url = empty_database()
    assert on(url, schema.current) is None
    schema.upgrade(url)
    assert on(url, schema.current) == schema.head()


def test_the_newest_revision_is_the_only_head() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert scripts.get_heads() == [schema.head()]


def test_every_revision_can_be_taken_up_and_down_again(empty_database: MakeUrl) -> None:
    url = empty_database()
    revisions = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()][::-1]
    seen = [on(url, everything)]
    for revision in revisions:
        schema.upgrade(url, revision)
        seen.append(on(url, everything))
    for revision, before in zip(["base", *revisions][-2::-1], seen[-2::-1], strict=True):
        on(url, lambda connection, to=revision: command.downgrade(config(connection), to))
        after = on(url, everything)
        after.pop("alembic_version", None)
        before.pop("alembic_version", None)
        assert after == before
    schema.upgrade(url)
    assert on(url, differences) == []


def test_a_failed_migration_leaves_nothing_behind(
    empty_database: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty_database()
    before = on(url, everything)
    migrate = schema.migrate

    def break_off(connection: sa.Connection, revision: str) -> None:
        migrate(connection, revision)
        raise RuntimeError("the power went")

    monkeypatch.setattr(schema, "migrate", break_off)
    with pytest.raises(RuntimeError, match="the power went"):
        schema.upgrade(url)
    assert on(url, everything) == before


def test_several_threads_may_upgrade_at_once(empty_database: MakeUrl) -> None:
    url = empty_database()
    failures: list[Exception] = []

    def upgrade() -> None:
        try:
            schema.upgrade(url)
        except Exception as error:  # noqa: BLE001  # shown by the test
            failures.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert on(url, differences) == []


def test_the_command_brings_a_database_up_to_date(empty_database: MakeUrl, tmp_path: Any) -> None:
    url = empty_database()
    done = subprocess.run(
        [COMMAND, "migrate", "--data-dir", tmp_path / "data"],
        env={**os.environ, "OPENSHELF_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert f"at revision {schema.head()}" in done.stdout
    assert on(url, differences) == []
