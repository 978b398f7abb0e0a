"""Our OpenAPI 3.1 document, made from the operations as they are declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from openshelf.wire.problems import (
    InvalidFields,
    MalformedJson,
    NotAcceptable,
    PlainProblem,
    Problem,
    UnknownFilters,
    UnsupportedMediaType,
)
from openshelf.wire.query import DEFAULT_LIMIT, LISTS, MAX_LIMIT, Collection, Filter, Kind, Operator
from openshelf.wire.routing import FORM, JSON, Operation, RouteUnknown
from openshelf.wire.scopes import OtherStore, ScopeMissing, TokenMalformed, TokenMissing, TokenUnknown

NEWEST = "v3"
REF = "#/components/schemas/{name}"

KINDS: dict[Kind, dict[str, Any]] = {
    Kind.INTEGER: {"type": "integer"},
    Kind.TEXT: {"type": "string"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date-time"},
}
INTEGER = {"type": "integer"}
TEXT = {"type": "string"}
NUMBERED: dict[str, Any] = {"type": "integer", "minimum": 1}


class PageLinks(msgspec.Struct, omit_defaults=True):
    """Query strings of the neighbouring pages; only those that exist."""

    previous: str = ""
    current: str = ""
    next: str = ""


class Pagination(msgspec.Struct):
    total: int
    count: int
    per_page: int
    current_page: int
    total_pages: int
    links: PageLinks


class CollectionMeta(msgspec.Struct):
    pagination: Pagination


class CursorLinks(msgspec.Struct, omit_defaults=True):
    """Query strings of the parts before and after; only those that exist."""

    previous: str = ""
    current: str = ""
    next: str = ""


class CursorPagination(msgspec.Struct):
    """`start_cursor` goes into `before`, `end_cursor` into `after`."""

    count: int
    per_page: int
    start_cursor: str
    end_cursor: str
    links: CursorLinks


class CursorMeta(CollectionMeta):
    cursor_pagination: CursorPagination


class Failure(msgspec.Struct, omit_defaults=True):
    """An error: `errors` maps a field to what is wrong with it."""

    status: int
    title: str
    type: str
    detail: str = ""
    code: int = 0
    errors: dict[str, str] = {}  # msgspec copies it


ALWAYS: tuple[type[Problem], ...] = (
    TokenMissing,
    TokenMalformed,
    TokenUnknown,
    OtherStore,
    ScopeMissing,
    NotAcceptable,
)


def document(operations: Iterable[Operation[Any]], *, version: str, server: str) -> dict[str, Any]:
    """The whole document. `server` is the public address of this server."""
    operations = list(operations)
    shapes = [
        shape
        for each in operations
        for shape in (each.body, each.form, each.returns, *each.answers.values())
        if shape is not None
    ]
    _, components = msgspec.json.schema_components(
        [*shapes, CollectionMeta, CursorMeta, Failure], ref_template=REF
    )
    components |= {
        chosen(name): {**components[name], "title": chosen(name), "required": [key] if key else []}
        for name, key in sorted(choosable(operations, components).items())
    }
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        there = paths.setdefault(each.path, {})
        if each.version != NEWEST:
            there["servers"] = [base(server, each.version)]
        there[each.method.lower()] = operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Openshelf",
            "version": version,
            "summary": "Catalog and images over BigCommerce's V3 API, self-hosted",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [base(server, NEWEST)],
        "security": [{"X-Auth-Token": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(each.tag for each in operations)],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"X-Auth-Token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}},
        },
    }


def base(server: str, version: str) -> dict[str, Any]:
    """Where the paths of one version of the API begin."""
    return {
        "url": f"{server}/stores/{{store_hash}}/{version}",
        "variables": {"store_hash": {"default": "store", "description": "The hash of the store"}},
    }


def operation(each: Operation[Any]) -> dict[str, Any]:
    summary, _, rest = (each.handler.__doc__ or "").partition("\n")
    described: dict[str, Any] = {
        "operationId": camel(each.name),
        "summary": summary.strip().rstrip("."),
        "tags": [each.tag],
        "x-required-scopes": sorted(each.needs),
        "parameters": [*path_parameters(each.path), *query_parameters(each.query)],
        "responses": responses(each),
    }
    if rest.strip():
        described["description"] = re.sub(r"\s+", " ", rest).strip()
    if not each.published:
        described["x-openshelf-addition"] = True
    if each.consumes:
        shapes = {JSON: each.body, FORM: each.form}
        described["requestBody"] = {
            "required": True,
            "content": {media: {"schema": schema(shapes[media])} for media in each.consumes},
        }
    return described


def responses(each: Operation[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {str(each.status): success(each)}
    for status, whole in each.answers.items():
        found[str(status)] = {"description": "Done", "content": {JSON: {"schema": schema(whole)}}}
    problems: list[type[Problem]] = [*ALWAYS, *each.problems]
    if "{" in each.path:  # what is no id makes a path that nothing is at
        problems.append(RouteUnknown)
    if each.consumes:
        problems += [UnsupportedMediaType, MalformedJson, InvalidFields]
    if each.query is not None:
        problems += [UnknownFilters, InvalidFields]
    for problem in dict.fromkeys(problems):
        answer = found.setdefault(str(problem.status), {"description": "", "content": {}})
        media, shape = ("text/plain", TEXT) if issubclass(problem, PlainProblem) else (JSON, schema(Failure))
        known = answer["content"].get(media, {}).get("schema", shape)
        answer["content"][media] = {"schema": shape if known == shape else either(known, shape)}
        answer["description"] = "; ".join(filter(None, [answer["description"], words(problem.__name__)]))
    return dict(sorted(found.items()))


def either(known: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A body of one of several shapes."""
    shapes = known.get("anyOf", [known])
    return {"anyOf": shapes if other in shapes else [*shapes, other]}


def success(each: Operation[Any]) -> dict[str, Any]:
    if each.returns is None:
        return {"description": "Done; the body is empty"}
    one = schema(each.returns)
    if chooses(each) and "$ref" in one:
        one = {"$ref": chosen(one["$ref"])}
    if each.many and each.query is not None and each.query.paged:
        data, meta = (
            {"type": "array", "items": one},
            schema(CursorMeta if each.query.cursors else CollectionMeta),
        )
    else:
        data = {"type": "array", "items": one} if each.many else one
        meta = {"type": "object"}
    body = {"type": "object", "properties": {"data": data, "meta": meta}, "required": ["data", "meta"]}
    return {"description": "Done", "content": {JSON: {"schema": body}}}


def chooses(each: Operation[Any]) -> bool:
    """Whether callers may say which fields they want (`include_fields`, `exclude_fields`)."""
    return each.query is not None and each.query.selects_fields


def chosen(name: str) -> str:
    """The name of the schema of those fields that a caller chose."""
    return f"{name}InPart"


def choosable(operations: Iterable[Operation[Any]], components: Mapping[str, Any]) -> dict[str, str | None]:
    """The schemas of which callers may choose fields, and the one field that is shown whatever they choose."""
    found: dict[str, str | None] = {}
    for each in operations:
        reference = schema(each.returns).get("$ref") if chooses(each) and each.returns is not None else None
        if each.query is not None and reference is not None:
            name = reference.rpartition("/")[2]
            found[name] = each.query.key if each.query.key in components[name]["properties"] else None
    return found


def schema(shape: Any) -> dict[str, Any]:
    (found,), _ = msgspec.json.schema_components([shape], ref_template=REF)
    return found


def path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": NUMBERED}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def query_parameters(collection: Collection | None) -> list[dict[str, Any]]:
    if collection is None:
        return []
    found = [
        filter_parameter(one, name, operator)
        for one in collection.filters
        for name, operator in one.parameters()
    ]
    if collection.includes:
        found.append(listed("include", {"type": "string", "enum": list(collection.includes)}))
    if collection.selects_fields:
        found += [listed("include_fields", TEXT), listed("exclude_fields", TEXT)]
    if collection.sorts:
        found.append(plain("sort", {"type": "string", "enum": list(collection.sorts)}))
    if collection.sorts or collection.cursors:
        found.append(plain("direction", {"type": "string", "enum": ["asc", "desc"], "default": "asc"}))
    if collection.cursors:
        found += [plain("before", TEXT), plain("after", TEXT)]
    if collection.paged:
        found += [
            plain("page", {**NUMBERED, "default": 1}),
            plain("limit", {**NUMBERED, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}),
        ]
    return found


def filter_parameter(one: Filter, name: str, operator: Operator) -> dict[str, Any]:
    value = KINDS[one.kind] if one.choices is None else {"type": "string", "enum": list(one.choices)}
    return listed(name, value) if operator in LISTS else plain(name, value)


def plain(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": shape}


def listed(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {**plain(name, {"type": "array", "items": shape}), "style": "form", "explode": False}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
