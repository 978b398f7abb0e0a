"""`openshelf account`: API accounts and their access tokens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Column, Table

from openshelf.accounts import service
from openshelf.catalog.rendering import render_touched
from openshelf.cli.main import fail, settings
from openshelf.persistence import schema
from openshelf.persistence.database import Database, Transaction

T = TypeVar("T")

app = typer.Typer(help="API accounts: create, list, revoke.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option(help="Folder of the server [OPENSHELF_DATA_DIR]")]


def write(data_dir: Path | None, work: Callable[[Transaction], T]) -> T:
    chosen = settings(data_dir)
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    schema.upgrade(chosen.database_url)
    database = Database(chosen.database_url, render_touched)
    try:
        return database.write_now(work)
    except service.AccountError as error:
        fail(str(error))
    finally:
        database.close()


@app.command()
def create(
    store: Annotated[str, typer.Option(help="Hash of the store; it is made when there is none")],
    scope: Annotated[list[str], typer.Option(help="A scope of the account; may be repeated")],
    name: Annotated[str, typer.Option(help="What the account is for")] = "",
    data_dir: DataDir = None,
) -> None:
    """Make an API account and print its access token, once."""

    def work(tx: Transaction) -> tuple[service.Account, str]:
        owner = service.find_store(tx, store) or service.create_store(tx, store_hash=store)
        return service.create_account(tx, owner, name=name, scopes=scope)

    account, token = write(data_dir, work)
    typer.echo(f"Client id:     {account.client_id}", err=True)
    typer.echo(f"Scopes:        {', '.join(account.scopes)}", err=True)
    typer.echo("Access token, shown this once:", err=True)
    typer.echo(token)


@app.command("list")
def list_accounts(
    store: Annotated[str | None, typer.Option(help="Only this store's")] = None, data_dir: DataDir = None
) -> None:
    """List API accounts; tokens are not kept and cannot be shown."""
    # A client id is there to be copied, so it is never cut, however narrow the screen.
    table = Table(
        "Store", Column("Client id", no_wrap=True, min_width=31), "Name", "Scopes", "Created", "State"
    )
    for account in write(data_dir, lambda tx: service.accounts(tx, store)):
        state = "active" if account.date_revoked is None else f"revoked {account.date_revoked:%Y-%m-%d}"
        created = f"{account.date_created:%Y-%m-%d %H:%M}"
        table.add_row(
            account.store_hash, account.client_id, account.name, " ".join(account.scopes), created, state
        )
    Console().print(table)


@app.command()
def revoke(
    client_id: Annotated[str, typer.Argument(help="Client id of the account")], data_dir: DataDir = None
) -> None:
    """Make an account's token worthless, for good."""
    write(data_dir, lambda tx: service.revoke(tx, client_id))
    typer.echo(f"The account {client_id} is revoked.")
