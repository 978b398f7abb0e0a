"""The schema of a database, brought up to date by Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from openshelf.persistence.database import engine_for

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x6F70656E73686C66
"""PostgreSQL's advisory lock that lets one process migrate while the others wait."""


def head() -> str:
    """The newest revision: migrations are numbered, `0001_…` on."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current(connection: sa.Connection) -> str | None:
    """The revision that a database is at, or None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        sa.text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return revision


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database behind the URL to a revision; an up-to-date one is only looked at.

    Safe to run from several processes at once: one migrates, the others wait and find it done.
    """
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            if current(connection) != (head() if revision == "head" else revision):
                migrate(connection, revision)
    finally:
        engine.dispose()


def migrate(connection: sa.Connection, revision: str) -> None:
    # Alembic takes a fifth of a second to import, which an up-to-date database need not wait for.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
