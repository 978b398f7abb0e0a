"""Tokens are looked up in the database and remembered for a moment."""

from __future__ import annotations

import time

from openshelf.accounts import service
from openshelf.persistence.database import Database
from openshelf.wire.scopes import Principal

REMEMBERED_SECONDS = 1.0
"""A revoked token may work for this much longer in processes that have just seen it."""

REMEMBERED_TOKENS = 10_000


class Authenticator:
    """Turns tokens into principals. Only tokens that exist are remembered, and only by their hash."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[bytes, tuple[float, Principal]] = {}

    async def __call__(self, token: str) -> Principal | None:
        token_hash = service.digest(token)
        known = self._known.get(token_hash)
        now = time.monotonic()
        if known is not None and known[0] > now:
            return known[1]
        principal = await self._database.point_read(lambda tx: service.authenticate(tx, token_hash))
        if principal is None:
            self._known.pop(token_hash, None)
            return None
        if len(self._known) >= REMEMBERED_TOKENS:
            self._known.clear()
        self._known[token_hash] = (now + REMEMBERED_SECONDS, principal)
        return principal
