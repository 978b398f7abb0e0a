"""`openshelf`, the command. Each command is one function; what takes long lives where the rest of the code calls it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from openshelf.settings import SettingError, Settings

app = typer.Typer(
    name="openshelf",
    help="The open, self-hosted catalog and image server that speaks BigCommerce's public API.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataDir = Annotated[
    Path | None,
    typer.Option(help="Folder of the database and the pictures [OPENSHELF_DATA_DIR; ./openshelf-data]"),
]


def fail(text: str) -> NoReturn:
    typer.echo(f"openshelf: {text}", err=True)
    raise typer.Exit(2)


def settings(data_dir: Path | None = None, **given: str | None) -> Settings:
    """The settings of the environment, with the flags of this call put into it first, for worker processes too."""
    if data_dir is not None:
        os.environ["OPENSHELF_DATA_DIR"] = str(data_dir.absolute())
    for name, value in given.items():
        if value is not None:
            os.environ[f"OPENSHELF_{name.upper()}"] = value
    try:
        return Settings.from_environment(os.environ)
    except SettingError as error:
        fail(str(error))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on", min=1, max=65535)] = 8080,
    data_dir: DataDir = None,
    workers: Annotated[int, typer.Option(help="Worker processes", min=1)] = 1,
    public_url: Annotated[
        str | None, typer.Option(help="How clients reach the server [OPENSHELF_PUBLIC_URL; http://HOST:PORT]")
    ] = None,
) -> None:
    """Serve the API, the pictures and the shop, until SIGTERM or Ctrl-C."""
    from openshelf.cli.serving import announce, run

    if public_url is None and not os.environ.get("OPENSHELF_PUBLIC_URL"):
        public_url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
    chosen = settings(data_dir, public_url=public_url)
    announce(chosen)
    run(host, port, workers)


@app.command()
def openapi() -> None:
    """Print our OpenAPI 3.1 document."""
    import msgspec

    from openshelf.app import openapi_document

    document = msgspec.json.encode(openapi_document(settings().public_url))
    sys.stdout.write(msgspec.json.format(document, indent=2).decode() + "\n")


@app.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database's schema up to date, as `serve` does on start."""
    from openshelf.persistence import schema

    chosen = settings(data_dir)
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    schema.upgrade(chosen.database_url)
    typer.echo(f"The schema is at revision {schema.head()}.")


@app.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on", min=1, max=65535)] = 8080,
    data_dir: DataDir = None,
) -> None:
    """Serve a sample shop: products are made over the API, pictures over the image operation."""
    from openshelf.demo.run import run_demo

    run_demo(host, port, data_dir)


def main() -> None:
    """The entry point of the `openshelf` script."""
    from openshelf.cli.account import app as account_app
    from openshelf.cli.doctor import doctor

    app.add_typer(account_app, name="account")
    app.command()(doctor)
    app()
