"""The shop over HTTP."""

from starlette.routing import Route

from openshelf.persistence.database import Database


class Shop:
    def __init__(self, database: Database, public_url: str) -> None: ...
    def routes(self) -> list[Route]:
        return []
