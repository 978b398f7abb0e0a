"""Starting the server."""

from __future__ import annotations

import signal

import typer
import uvicorn
from uvicorn.supervisors import Multiprocess

from openshelf import app as composition
from openshelf.settings import Settings

DRAIN_SECONDS = 6
"""How long requests that are under way may take after SIGTERM."""


def announce(settings: Settings) -> None:
    """Prepare the database, and show once what a first start has made."""
    first = composition.prepare(settings)
    if first is not None:
        typer.echo(f"Store:  {first.store_hash}")
        typer.echo(f"API:    {settings.public_url}/stores/{first.store_hash}/v3")
        shown = "(as given in OPENSHELF_ACCESS_TOKEN)" if settings.access_token else first.access_token
        typer.echo(f"Token:  {shown}")
        if settings.access_token is None:
            typer.echo("        shown this once; make more with `openshelf account create`")


def config(host: str, port: int, workers: int) -> uvicorn.Config:
    return uvicorn.Config(
        "openshelf.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # nothing here depends on who is at the other end
        timeout_graceful_shutdown=DRAIN_SECONDS,
        backlog=2048,
    )


def run(host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    typer.echo(f"Openshelf is listening on http://{host}:{port}")
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn drains, then raises the signal once more for whoever handled it before; a clean end is no failure.
        signal.signal(number, lambda *_: None)
    chosen = config(host, port, workers)
    if workers == 1:
        uvicorn.Server(chosen).run()
        return
    socket = chosen.bind_socket()
    Multiprocess(chosen, [socket]).run()
