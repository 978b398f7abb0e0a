"""How the newer back end words a body that does not fit (behaviour 1.4, "Family B"): category trees and assignments.

What is no JSON of the right kind is told in the terms of its parser; what has the right kind and a value that it may
not have is told in a sentence.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

import msgspec

from openshelf.wire.problems import Unprocessable
from openshelf.wire.validation import (
    alternatives,
    bare_type,
    fields_of,
    item_type,
    last_name,
    message,
    struct_in,
)

WHOLE = "obj"
"""What the parser calls the body itself."""

KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "error.expected.jsboolean"),
    ((int, float), "error.expected.jsnumber"),
    ((str,), "error.expected.jsstring"),
)


class NotParsed(Unprocessable):
    """The body is not JSON of the expected kind."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("JSON data is missing or invalid", errors=errors)


class NotVerified(Unprocessable):
    """The body is of the right kind and says something that cannot be."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(
            "Please verify if all required fields are present in the request body and are filled with values "
            "correctly.",
            errors=errors,
        )


def explain(value: Any, wanted: Any, first: str) -> Unprocessable:
    """Everything that is wrong with a value that does not fit."""
    unparsed: dict[str, str] = {}
    refused: dict[str, str] = {}
    collect(value, wanted, "", unparsed, refused)
    if unparsed:
        return NotParsed(unparsed)
    return NotVerified(refused or {WHOLE: first})


def collect(value: Any, wanted: Any, path: str, unparsed: dict[str, str], refused: dict[str, str]) -> None:
    """Walk a value beside its type; `path` is the dotted name of what is being looked at (`0.meta_keywords`)."""
    try:
        msgspec.convert(value, wanted, strict=False)
    except msgspec.ValidationError as error:
        reason = str(error)
    else:
        return
    struct = struct_in(wanted)
    if struct is not None and isinstance(value, Mapping):
        for name, hint, required in fields_of(struct):
            dotted = f"{path}.{name}" if path else name
            if name in value:
                collect(value[name], hint, dotted, unparsed, refused)
            elif required:
                unparsed[dotted] = "error.path.missing"
        return
    item = item_type(wanted)
    if item is not None and isinstance(value, list):
        before = len(unparsed) + len(refused)
        for position, element in enumerate(value):
            collect(element, item, f"{path}.{position}" if path else str(position), unparsed, refused)
        if len(unparsed) + len(refused) > before:
            return
    expected = kind_expected(wanted, value)
    if expected is None:
        refused[path or WHOLE] = message(last_name(path), wanted, reason)
    else:
        unparsed[path or WHOLE] = expected


def kind_expected(wanted: Any, value: Any) -> str | None:
    """What the parser would have taken in place of this value, or None when it takes it."""
    if struct_in(wanted) is not None:
        return None if isinstance(value, Mapping) else "error.expected.jsobject"
    if item_type(wanted) is not None:
        return None if isinstance(value, list) else "error.expected.jsarray"
    bare = [bare_type(part) for part in alternatives(wanted)]
    kinds = [str if typing.get_origin(each) is typing.Literal else each for each in bare]
    for group, name in KINDS:
        if any(kind in group for kind in kinds):
            fits = isinstance(value, group) and (bool in group or not isinstance(value, bool))
            return None if fits else name
    return None
