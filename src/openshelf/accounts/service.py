"""Stores, API accounts and access tokens: who may reach what (behaviour 2).

A token is shown once, when it is made; only its SHA-256 is kept. It belongs to one account of one store and never
reaches another.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared
from openshelf.persistence.tables import access_token, api_account, store
from openshelf.wire.scopes import Principal, Scope

ALPHABET = string.ascii_lowercase + string.digits
SECRET_LENGTH = 31
HASH_LENGTH = 10
STORE_HASH = re.compile(r"[a-z0-9]{1,32}")
EVERY_SCOPE = tuple(scope.value for scope in Scope)


class AccountError(ValueError):
    """Something about a store or an account that cannot be; the text says what."""


@dataclass(frozen=True)
class Store:
    """One tenant: the hash is what URLs name it by."""

    id: int
    hash: str
    name: str


@dataclass(frozen=True)
class Account:
    """An API account as it is listed."""

    id: int
    store_hash: str
    name: str
    client_id: str
    scopes: tuple[str, ...]
    date_created: datetime
    date_revoked: datetime | None


def random_text(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def create_store(tx: Transaction, *, store_hash: str | None = None, name: str = "") -> Store:
    """Make a store. `store_hash` (1 to 32 lower-case letters and digits) is generated when left out."""
    chosen = store_hash or random_text(HASH_LENGTH)
    if not STORE_HASH.fullmatch(chosen):
        raise AccountError(f"a store's hash has 1 to 32 lower-case letters and digits, not {chosen!r}")
    if find_store(tx, chosen) is not None:
        raise AccountError(f"there is a store with the hash {chosen} already")
    made = Store(tx.next_id("store", 0), chosen, name or f"Store {chosen}")
    tx.execute(sa.insert(store).values(id=made.id, hash=made.hash, name=made.name, date_created=tx.now))
    return made


def find_store(tx: Transaction, store_hash: str) -> Store | None:
    row = tx.execute(
        sa.select(store.c.id, store.c.hash, store.c.name).where(store.c.hash == store_hash)
    ).first()
    return None if row is None else Store(row.id, row.hash, row.name)


def stores(tx: Transaction) -> list[Store]:
    return [
        Store(row.id, row.hash, row.name)
        for row in tx.execute(sa.select(store.c.id, store.c.hash, store.c.name).order_by(store.c.id))
    ]


def create_account(
    tx: Transaction, owner: Store, *, name: str, scopes: Iterable[str], token: str | None = None
) -> tuple[Account, str]:
    """Make an API account and its access token; the token is returned here and never again.

    `scopes` are names of `Scope`; `AccountError` names one that does not exist.
    """
    wanted = tuple(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in EVERY_SCOPE]
    if unknown or not wanted:
        raise AccountError(
            f"unknown scope {', '.join(unknown) or '(none given)'}; there are {', '.join(EVERY_SCOPE)}"
        )
    secret = token or random_text(SECRET_LENGTH)
    made = Account(
        id=tx.next_id("api_account", owner.id),
        store_hash=owner.hash,
        name=name,
        client_id=random_text(SECRET_LENGTH),
        scopes=wanted,
        date_created=tx.now,
        date_revoked=None,
    )
    tx.execute(
        sa.insert(api_account).values(
            store_id=owner.id,
            id=made.id,
            name=name,
            client_id=made.client_id,
            scopes=list(wanted),
            date_created=tx.now,
        )
    )
    tx.execute(
        sa.insert(access_token).values(
            token_hash=digest(secret), store_id=owner.id, account_id=made.id, date_created=tx.now
        )
    )
    return made, secret


def accounts(tx: Transaction, store_hash: str | None = None) -> list[Account]:
    """All accounts, or those of one store, revoked ones too."""
    found = sa.select(api_account, store.c.hash.label("store_hash")).join(
        store, store.c.id == api_account.c.store_id
    )
    if store_hash is not None:
        found = found.where(store.c.hash == store_hash)
    return [
        Account(
            row.id,
            row.store_hash,
            row.name,
            row.client_id,
            tuple(row.scopes),
            row.date_created,
            row.date_revoked,
        )
        for row in tx.execute(found.order_by(store.c.id, api_account.c.id))
    ]


def revoke(tx: Transaction, client_id: str) -> None:
    """Make an account's token worthless, for good."""
    row = tx.execute(
        sa.update(api_account)
        .where(api_account.c.client_id == client_id, api_account.c.date_revoked.is_(None))
        .values(date_revoked=tx.now)
        .returning(api_account.c.store_id, api_account.c.id)
    ).first()
    if row is None:
        raise AccountError(f"there is no active account with the client id {client_id}")
    tx.execute(
        sa.delete(access_token).where(
            access_token.c.store_id == row.store_id, access_token.c.account_id == row.id
        )
    )


TOKEN = Prepared(
    sa.select(
        access_token.c.token_hash,
        access_token.c.store_id,
        store.c.hash,
        access_token.c.account_id,
        api_account.c.client_id,
        sa.type_coerce(api_account.c.scopes, sa.Text),
    )
    .join(
        api_account,
        sa.and_(
            api_account.c.store_id == access_token.c.store_id, api_account.c.id == access_token.c.account_id
        ),
    )
    .join(store, store.c.id == access_token.c.store_id)
    .where(access_token.c.token_hash == sa.bindparam("token_hash"))
)


def authenticate(tx: Transaction, token_hash: bytes) -> Principal | None:
    """The account behind a token's hash, or None."""
    for kept_hash, store_id, store_hash, account_id, client_id, scopes in tx.rows(
        TOKEN, token_hash=token_hash
    ):
        if hmac.compare_digest(bytes(kept_hash), token_hash):
            return Principal(
                store_id, store_hash, account_id, client_id, frozenset(msgspec.json.decode(scopes))
            )
    return None
