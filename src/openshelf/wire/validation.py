"""Request bodies: decoded and validated in one pass when they are right, field by field when they are wrong.

msgspec stops at the first error; the wire names every field that is wrong (behaviour 1.4, 422). So only a body that
was refused is looked at again, to collect all that is wrong with it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import UnsetType

from openshelf.wire.problems import InvalidFields, MalformedJson, MissingFields, Unprocessable

T = TypeVar("T")

NUL = "\0"
NUL_ESCAPED = rb"\u0000"
NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

Explain = Callable[[Any, Any, str], Unprocessable]
"""Words what is wrong with a value that does not fit a type; the text is what msgspec said."""

_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decode(body: bytes, wanted: type[T], explained: Explain | None = None) -> T:
    """Decode a JSON body to the type that the operation declares.

    Numbers, booleans and dates may come as strings, as clients send them (behaviour 4.3). Raises `MalformedJson`, and
    what `explained` makes of a body that does not fit: in the older family's words, `MissingFields` or `InvalidFields`.
    """
    decoder = _decoders.get(wanted)
    if decoder is None:
        decoder = _decoders[wanted] = msgspec.json.Decoder(wanted, strict=False)
    try:
        decoded: T = decoder.decode(body)
    except msgspec.ValidationError as error:
        raise (explained or explain)(reread(body), wanted, str(error)) from error
    except NOT_JSON as error:
        raise MalformedJson from error
    if NUL_ESCAPED in body:
        refuse_nul(reread(body))
    return decoded


def reread(body: bytes) -> Any:
    """The values of a body, whatever they were wanted for. It may be broken behind the place that was refused."""
    try:
        return msgspec.json.decode(body)
    except msgspec.ValidationError as error:  # a number that nothing could hold
        raise InvalidFields({"body": f"body is invalid: {error}"}) from error
    except NOT_JSON as error:
        raise MalformedJson from error


def refuse_nul(value: Any) -> None:
    """PostgreSQL's texts cannot hold the character U+0000, so none is taken on either database."""
    wrong: dict[str, str] = {}
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, str) and NUL in found:
            wrong[path] = f"{last_name(path)} must not hold the character U+0000"
        elif isinstance(found, dict | list):
            inside = found.items() if isinstance(found, dict) else enumerate(found)
            waiting += [(f"{path}.{name}" if path else f"{name}", part) for name, part in inside]
    if wrong:
        raise InvalidFields(wrong)


def convert(values: Any, wanted: type[T]) -> T:
    """The same for values that are no JSON text: the fields of a form."""
    refuse_nul(values)
    try:
        return msgspec.convert(values, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise explain(values, wanted, str(error)) from error


def explain(value: Any, wanted: Any, first: str) -> Unprocessable:
    """Everything that is wrong with a value that does not fit."""
    missing: dict[str, str] = {}
    wrong: dict[str, str] = {}
    collect(value, wanted, "", missing, wrong)
    if missing:
        return MissingFields(missing | wrong)
    return InvalidFields(wrong or {"body": first})


def collect(value: Any, wanted: Any, path: str, missing: dict[str, str], wrong: dict[str, str]) -> None:
    """Walk a value beside its type; `path` is the dotted name of what is being looked at (`variants.0.sku`)."""
    struct = struct_in(wanted)
    if struct is not None and isinstance(value, Mapping):
        for name, hint, required in fields_of(struct):
            dotted = f"{path}.{name}" if path else name
            if name in value:
                collect(value[name], hint, dotted, missing, wrong)
            elif required:
                missing[dotted] = f"Please provide a {name}."
        return
    item = item_type(wanted)
    if item is not None and isinstance(value, list):
        for position, element in enumerate(value):
            collect(element, item, f"{path}.{position}" if path else str(position), missing, wrong)
        below = f"{path}." if path else ""
        if any(name.startswith(below) for name in (*missing, *wrong)):
            return
    try:
        msgspec.convert(value, wanted, strict=False)
    except msgspec.ValidationError as error:
        wrong[path or "body"] = message(last_name(path), wanted, str(error))


def last_name(path: str) -> str:
    """What a message calls the thing at a path: the name of the list for one of its elements."""
    return next((part for part in reversed(path.split(".")) if part and not part.isdigit()), "body")


def fields_of(struct: type[msgspec.Struct]) -> list[tuple[str, Any, bool]]:
    hints = typing.get_type_hints(struct, include_extras=True)
    return [
        (field.encode_name, hints[field.name], field.required) for field in msgspec.structs.fields(struct)
    ]


def alternatives(wanted: Any) -> list[Any]:
    """The types of a union, without the markers for null and for "not sent"."""
    if typing.get_origin(wanted) in (typing.Union, types.UnionType):
        return [part for part in typing.get_args(wanted) if part not in (type(None), UnsetType)]
    return [wanted]


def struct_in(wanted: Any) -> type[msgspec.Struct] | None:
    for part in alternatives(wanted):
        bare = bare_type(part)
        if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
            return bare
    return None


def item_type(wanted: Any) -> Any:
    for part in alternatives(wanted):
        bare = bare_type(part)
        if typing.get_origin(bare) is list:
            return typing.get_args(bare)[0]
    return None


def bare_type(wanted: Any) -> Any:
    return typing.get_args(wanted)[0] if typing.get_origin(wanted) is typing.Annotated else wanted


def metas(wanted: Any) -> list[msgspec.Meta]:
    found = []
    for part in alternatives(wanted):
        if typing.get_origin(part) is typing.Annotated:
            found += [meta for meta in typing.get_args(part)[1:] if isinstance(meta, msgspec.Meta)]
    return found


def message(name: str, wanted: Any, fallback: str) -> str:
    """What is said of one wrong field, in the words that clients of the older back end know (behaviour 1.4)."""
    for meta in metas(wanted):
        if meta.max_length is not None and "length" in fallback:
            return f"{name} must have a length between {meta.min_length or 0} and {meta.max_length}"
        if (meta.ge is not None or meta.le is not None) and ("<=" in fallback or ">=" in fallback):
            low, high = (
                f"{meta.ge}" if meta.ge is not None else "any",
                f"{meta.le}" if meta.le is not None else "any",
            )
            return (
                f"{name} must be between {low} and {high}"
                if meta.le is not None
                else f"{name} must be at least {low}"
            )
    for part in alternatives(wanted):
        bare = bare_type(part)
        if typing.get_origin(bare) is typing.Literal and "Invalid enum value" in fallback:
            return f"{name} must be one of {', '.join(map(str, typing.get_args(bare)))}"
    return f"{name} is invalid: {fallback.split(' - at ')[0]}"
