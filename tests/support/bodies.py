"""Minimal bodies for any operation, made from the types that it declares: for tests that go over all operations."""

from __future__ import annotations

import re
from typing import Any

import requests
from msgspec import inspect

from openshelf.wire.routing import Operation
from tests.support.client import Client


def example(operation: Operation[Any], word: str = "x") -> Any:
    """The least that an operation takes as its JSON body, or None for one that takes none. Texts are the word."""
    return None if operation.body is None else _value(inspect.type_info(operation.body), word)


def _value(kind: inspect.Type, word: str) -> Any:
    match kind:
        case inspect.StructType(fields=fields):
            return {each.encode_name: _value(each.type, word) for each in fields if each.required}
        case inspect.ListType(item_type=item, min_length=least):
            return [_value(item, word)] * max(least or 0, 1)
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.EnumType(cls=cls):
            return next(iter(cls)).value
        case inspect.StrType(min_length=least):
            return word.ljust(least or 0, "x")
        case inspect.IntType(ge=low) | inspect.FloatType(ge=low):
            return low or 0
        case inspect.BoolType():
            return True
        case inspect.DateTimeType():
            return "2026-11-23T10:00:00+00:00"
        case inspect.NoneType():
            return None
        case inspect.UnionType(types=types):
            return _value(types[0], word)
        case _:
            return {}


def fill_path(path: str, ids: dict[str, int], otherwise: int = 10**9) -> str:
    """The path of an operation with these ids for its parameters."""
    return re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], otherwise)), path)


def parameters(path: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", path)


def ask(
    client: Client,
    operation: Operation[Any],
    ids: dict[str, int],
    *,
    picture: bytes = b"",
    body: Any = None,
    headers: dict[str, str | None] | None = None,
) -> requests.Response:
    """An operation on a client's store: with a form where it takes one, else with this body or the least it takes."""
    path = f"/stores/{client.store_hash}/{operation.version}{fill_path(operation.path, ids)}"
    if operation.form is not None:
        return client.request_raw(
            operation.method, path, headers=headers, files={"image_file": ("x.png", picture)}
        )
    if operation.body is None:
        return client.request_raw(operation.method, path, headers=headers)
    return client.request_raw(
        operation.method, path, headers=headers, json=example(operation) if body is None else body
    )
