"""Who is calling, and what they may do (behaviour 2)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from openshelf.wire.problems import Forbidden, PlainProblem


class Scope(StrEnum):
    """The scopes an API account may hold; the wire's own names."""

    PRODUCTS = "store_v2_products"
    PRODUCTS_READ = "store_v2_products_read_only"
    INFORMATION = "store_v2_information"
    INFORMATION_READ = "store_v2_information_read_only"
    METAFIELDS_OF_ALL = "store_metafield_write_all"


READ = frozenset({Scope.PRODUCTS_READ, Scope.PRODUCTS})
WRITE = frozenset({Scope.PRODUCTS})


@dataclass(frozen=True)
class Principal:
    """The account behind a token, and the one store that it reaches."""

    store_id: int
    store_hash: str
    account_id: int
    client_id: str
    scopes: frozenset[str]


Authenticate = Callable[[str], Awaitable[Principal | None]]


class TokenMissing(PlainProblem):
    status = 401

    def __init__(self) -> None:
        super().__init__("X-Auth-Token header is required")


class TokenMalformed(PlainProblem):
    status = 401

    def __init__(self) -> None:
        super().__init__("X-Auth-Token header should have correct format")


class TokenUnknown(Forbidden):
    status = 401

    def __init__(self) -> None:
        super().__init__("Unauthorized")


class ScopeMissing(Forbidden):
    def __init__(self) -> None:
        super().__init__("You don't have a required scope to access the endpoint", errors={})


class OtherStore(Forbidden):
    """A token is good for one store; of any other, even whether it exists is not told."""

    def __init__(self) -> None:
        super().__init__("You don't have access to this store", errors={})


MAX_TOKEN = 255


def check_form(token: str | None) -> str:
    """The token as sent, when it could be one at all."""
    if token is None:
        raise TokenMissing
    if not token or len(token) > MAX_TOKEN or not (token.isascii() and token.isprintable()) or " " in token:
        raise TokenMalformed
    return token


def check(principal: Principal | None, store_hash: str, needs: frozenset[Scope]) -> Principal:
    """The order of the real edge: the token, then the store, then the scope (behaviour 1.4)."""
    if principal is None:
        raise TokenUnknown
    if principal.store_hash != store_hash:
        raise OtherStore
    if needs and not needs & principal.scopes:
        raise ScopeMissing
    return principal
