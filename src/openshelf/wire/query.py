"""Query strings: paging, filters, sorting, includes and field lists, from one declarative table a collection.

A collection says what it can be asked (`Collection`); that table parses the query string, words the 422 for what it
does not know, gives the SQL conditions, and fills the OpenAPI document. Behaviour 3 and 1.2 have the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl

import sqlalchemy as sa

from openshelf.persistence.functions import lower_of_any_script
from openshelf.persistence.types import EPOCH
from openshelf.wire import cursors
from openshelf.wire.problems import InvalidFields, UnknownFilters, Unprocessable

DEFAULT_LIMIT = 50
MAX_LIMIT = 250
INT64 = 2**63


class Kind(Enum):
    """What a filter's text stands for."""

    INTEGER = "integer"
    TEXT = "string"
    BOOLEAN = "boolean"
    NUMBER = "number"
    DATE = "date-time"


class Operator(Enum):
    """How a filter compares; the value is what stands behind the colon."""

    IS = ""
    IN = "in"
    NOT_IN = "not_in"
    MIN = "min"
    MAX = "max"
    GREATER = "greater"
    LESS = "less"
    LIKE = "like"
    NOT = "not"


RANGES = (Operator.MIN, Operator.MAX, Operator.GREATER, Operator.LESS)
LISTS = (Operator.IN, Operator.NOT_IN)

Condition = Callable[[int, Operator, Any], sa.ColumnElement[bool]]
"""From the store, the operator and the value."""


@dataclass(frozen=True)
class Filter:
    """One filterable field: its name on the wire, its kind, its operators, and its column.

    `condition` replaces the comparison with the column for the few that are not one (`keyword`). `choices` are the
    only texts it takes, in the wire's spelling for filters.
    """

    name: str
    kind: Kind
    column: sa.ColumnElement[Any] | None = None
    operators: tuple[Operator, ...] = (Operator.IS,)
    condition: Condition | None = None
    choices: Mapping[str, str] | None = None

    def parameters(self) -> list[tuple[str, Operator]]:
        return [(f"{self.name}:{op.value}" if op.value else self.name, op) for op in self.operators]

    def sql(self, store_id: int, operator: Operator, value: Any) -> sa.ColumnElement[bool]:
        if self.condition is not None:
            return self.condition(store_id, operator, value)
        if self.column is None:
            raise TypeError(f"the filter {self.name} has neither a column nor a condition")
        return COMPARISONS[operator](self.column, value)


def like(column: sa.ColumnElement[Any], value: str) -> sa.ColumnElement[bool]:
    """Contains, without regard to case; `%` and `_` stand for themselves."""
    lower = sa.func.lower if value.isascii() else lower_of_any_script
    return lower(column).contains(value.lower(), autoescape=True)


def folded(name: str, key: sa.ColumnElement[Any]) -> Filter:
    """A filter for a text without regard to case, by the column that keeps it folded."""
    return Filter(name, Kind.TEXT, condition=lambda _store, _operator, text: key == str(text).casefold())


COMPARISONS: Mapping[Operator, Callable[[sa.ColumnElement[Any], Any], sa.ColumnElement[bool]]] = {
    Operator.IS: lambda column, value: column == value,
    Operator.IN: lambda column, value: column.in_(value),
    Operator.NOT_IN: lambda column, value: column.not_in(value),
    Operator.MIN: lambda column, value: column >= value,
    Operator.MAX: lambda column, value: column <= value,
    Operator.GREATER: lambda column, value: column > value,
    Operator.LESS: lambda column, value: column < value,
    Operator.LIKE: like,
    Operator.NOT: lambda column, value: column != value,
}


@dataclass(frozen=True)
class Collection:
    """All that a collection can be asked.

    `fields` are the names `include_fields` and `exclude_fields` know; `includes` the sub-resources `include` knows;
    `capped` the includes that lower the page to `CAPPED_LIMIT` (behaviour 1.2.2); `sorts` the sortable columns; `key`
    the field that is always shown; `deleting` what the 422 calls the things that a filter is needed for; `cursors` says
    that it is paged by cursor too, in a `direction` (behaviour 1.2.7).
    """

    fields: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    includes: tuple[str, ...] = ()
    capped: frozenset[str] = frozenset()
    sorts: Mapping[str, sa.ColumnElement[Any]] = field(default_factory=dict)
    paged: bool = True
    needs_filter: bool = False
    selects_fields: bool = True
    key: str = "id"
    deleting: str = ""
    cursors: bool = False

    def known(self) -> dict[str, tuple[Filter, Operator]]:
        return {name: (one, operator) for one in self.filters for name, operator in one.parameters()}


CAPPED_LIMIT = 10


@dataclass(frozen=True)
class Query:
    """One parsed query string."""

    page: int = 1
    limit: int = DEFAULT_LIMIT
    filters: tuple[tuple[Filter, Operator, Any], ...] = ()
    includes: tuple[str, ...] = ()
    include_fields: frozenset[str] | None = None
    exclude_fields: frozenset[str] = frozenset()
    sort: str | None = None
    descending: bool = False
    received: tuple[tuple[str, str], ...] = ()
    before: int | None = None
    after: int | None = None

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit

    @property
    def selects_fields(self) -> bool:
        return self.include_fields is not None or bool(self.exclude_fields)

    def conditions(self, store_id: int) -> list[sa.ColumnElement[bool]]:
        return [one.sql(store_id, operator, value) for one, operator, value in self.filters]

    def value(self, name: str, operator: Operator = Operator.IS) -> Any:
        """What a filter was given, or None."""
        return next((v for f, op, v in self.filters if f.name == name and op is operator), None)


NO_QUERY = Query()

REMEMBERED = 4096
REMEMBERED_LENGTH = 200
_parsed: dict[tuple[int, bytes], Query] = {}
"""Query strings that were read before, by their collection, which is a constant of its module."""


def parse(text: bytes, collection: Collection) -> Query:
    """Read a query string against what its collection knows.

    Raises `UnknownFilters` for names nobody knows and `InvalidFields` for values that cannot be meant.
    """
    if not text:
        if collection.needs_filter:
            raise filter_needed(collection)
        return NO_QUERY
    known = _parsed.get((id(collection), text))
    if known is not None:
        return known
    pairs = parse_qsl(text.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace")
    # The real API takes `&page=2` for a parameter without a name (behaviour 1.2.6), which `parse_qsl` passes over.
    nameless = [("", "")] if text.startswith(b"&") or b"&&" in text else []
    query = Parser(collection, [*nameless, *pairs]).parse()
    if not query.filters and len(text) <= REMEMBERED_LENGTH:  # a filter's value may depend on the time of day
        if len(_parsed) >= REMEMBERED:
            _parsed.clear()
        _parsed[id(collection), text] = query
    return query


def filter_needed(collection: Collection) -> Unprocessable:
    what = f" {collection.deleting}" if collection.deleting else ""
    return Unprocessable(f"At least one filter must be provided in order to delete{what}", errors={})


class Parser:
    """One reading of one query string; collects every unknown name and every wrong value before it complains."""

    def __init__(self, collection: Collection, pairs: Sequence[tuple[str, str]]) -> None:
        self.collection = collection
        self.pairs = pairs
        self.errors: dict[str, str] = {}
        self.unknown: list[str] = []

    def parse(self) -> Query:
        filters = []
        plain: dict[str, str] = {}
        known = self.collection.known()
        reserved = self.reserved()
        for name, text in self.pairs:
            if name in known:
                one, operator = known[name]
                filters.append((one, operator, self.filter_value(name, one, operator, text)))
            elif name in reserved:
                plain[name] = text
            elif name not in self.unknown:
                self.unknown.append(name)
        if self.unknown:
            raise UnknownFilters(self.unknown)
        includes = self.names("include", plain, self.collection.includes) or ()
        included = self.names("include_fields", plain, self.collection.fields)
        excluded = self.names("exclude_fields", plain, self.collection.fields)
        limit = min(self.number("limit", plain, DEFAULT_LIMIT), MAX_LIMIT)
        if self.collection.capped.intersection(includes):
            limit = min(limit, CAPPED_LIMIT)
        query = Query(
            page=self.number("page", plain, 1),
            limit=limit,
            filters=tuple(filters),
            includes=tuple(dict.fromkeys(includes)),
            include_fields=None if included is None else frozenset(included) | {self.collection.key},
            exclude_fields=frozenset(excluded or ()) - {self.collection.key},
            sort=self.choice("sort", plain, tuple(self.collection.sorts)),
            descending=self.choice("direction", plain, ("asc", "desc")) == "desc",
            received=tuple(self.pairs),
            before=self.cursor("before", plain),
            after=self.cursor("after", plain),
        )
        if query.before is not None and query.after is not None:
            self.errors["before"] = "before cannot be combined with after"
        if self.errors:
            raise InvalidFields(self.errors)
        if self.collection.needs_filter and not filters:
            raise filter_needed(self.collection)
        return query

    def reserved(self) -> frozenset[str]:
        names = set()
        if self.collection.paged:
            names |= {"page", "limit"}
        if self.collection.selects_fields:
            names |= {"include_fields", "exclude_fields"}
        if self.collection.includes:
            names.add("include")
        if self.collection.sorts:
            names |= {"sort", "direction"}
        if self.collection.cursors:
            names |= {"before", "after", "direction"}
        return frozenset(names)

    def number(self, name: str, plain: Mapping[str, str], default: int) -> int:
        text = plain.get(name)
        if text is None or not text:
            return default
        if not is_number(text) or not 0 < int(text) < 2**31:
            self.errors[name] = f"{name} must be a whole number of at least 1"
            return default
        return int(text)

    def cursor(self, name: str, plain: Mapping[str, str]) -> int | None:
        text = plain.get(name)
        try:
            return cursors.read(text) if text else None
        except ValueError as error:
            self.errors[name] = f"{name} {error}"
            return None

    def choice(self, name: str, plain: Mapping[str, str], choices: tuple[str, ...]) -> str | None:
        text = plain.get(name)
        if text is None or not text:
            return None
        if text.lower() not in choices:
            self.errors[name] = f"{name} must be one of {', '.join(choices)}"
            return None
        return text.lower()

    def names(self, name: str, plain: Mapping[str, str], choices: tuple[str, ...]) -> list[str] | None:
        text = plain.get(name)
        if text is None:
            return None
        found = [part.strip() for part in text.split(",") if part.strip()]
        strange = [part for part in found if choices and part not in choices]
        if strange and name == "include":
            self.errors[name] = f"{name} does not know {', '.join(strange)}; it knows {', '.join(choices)}"
        return found

    def filter_value(self, name: str, one: Filter, operator: Operator, text: str) -> Any:
        if self.collection.needs_filter and not text.strip():
            # An empty keyword matches everything, and an empty SKU is that of many products.
            self.errors[name] = f"{name} must not be empty where it says what to delete"
            return None
        try:
            if operator in LISTS:
                return [read(one, part.strip()) for part in text.split(",") if part.strip()]
            return read(one, text.strip() if one.kind is not Kind.TEXT else text)
        except ValueError as error:
            self.errors[name] = f"{name} {error}"
            return None


def read(one: Filter, text: str) -> Any:
    """The value that a filter's text stands for. `ValueError` says what was expected."""
    if one.choices is not None:
        if text.lower() not in one.choices:
            raise ValueError(f"must be one of {', '.join(one.choices)}")
        return one.choices[text.lower()]
    return READERS[one.kind](text)


def is_number(digits: str) -> bool:
    """Whether these are digits, and not so many that Python would refuse to read them."""
    return len(digits) < 20 and digits.isascii() and digits.isdigit()


def read_integer(text: str) -> int:
    if not is_number(text.removeprefix("-")) or not -INT64 <= int(text) < INT64:
        raise ValueError("must be a whole number")
    return int(text)


def read_text(text: str) -> str:
    if "\0" in text:  # PostgreSQL's texts cannot hold it
        raise ValueError("must not hold the character U+0000")
    return text


def read_boolean(text: str) -> bool:
    if text.lower() in ("1", "true"):
        return True
    if text.lower() in ("0", "false"):
        return False
    raise ValueError("must be true, false, 1 or 0")


def read_number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("must be a number") from error
    # Compared, not computed with: the absolute value of a huge one would not fit.
    if not value.is_finite() or not -(10**14) <= value <= 10**14:
        raise ValueError("must be a number")
    return value


def read_date(text: str) -> datetime:
    """Unix seconds, a date, or a date and time; an offset's plus sign may have arrived as a space (behaviour 3.4).

    A date without a time of day takes the present time of day, as the real API does.
    """
    digits = text.removeprefix("-")
    try:
        if is_number(digits) and len(digits) > 8:
            return from_seconds(int(text))
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        if "T" not in text and ":" not in text:
            now = datetime.now(UTC)
            moment = moment.replace(hour=now.hour, minute=now.minute, second=now.second)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(
            "must be a date, such as 2026-11-23, 2026-11-23T10:00:00+00:00 or unix seconds"
        ) from error


def from_seconds(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC) if seconds >= 0 else EPOCH


READERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: read_integer,
    Kind.TEXT: read_text,
    Kind.BOOLEAN: read_boolean,
    Kind.NUMBER: read_number,
    Kind.DATE: read_date,
}
