"""Wire shapes of metafields (behaviour 7.5), and of what their batches answer (behaviour 1.5.3)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import Fields, Id, Shape, Tally, Text255
from openshelf.wire.openapi import CursorPagination, Failure, Pagination

APP_ONLY = "app_only"
WRITABLE = ("write", "write_and_sf_access")
"""Permission sets that let other clients write."""

PermissionSet = Literal["app_only", "read", "write", "read_and_sf_access", "write_and_sf_access"]
ResourceType = Literal["brand", "category", "product", "variant"]
Name64 = Annotated[str, Meta(min_length=1, max_length=64)]
Value = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": 65535})]
"""Its limits are bytes, not characters: `service.check_value`."""


class Metafield(Shape, kw_only=True):
    id: int
    key: str
    value: str
    namespace: str
    permission_set: PermissionSet
    resource_type: ResourceType
    resource_id: int
    description: str
    date_created: str
    date_modified: str
    owner_client_id: str


class MetafieldPost(Fields, kw_only=True):
    permission_set: PermissionSet
    namespace: Name64
    key: Name64
    value: Value
    description: Text255 | UnsetType = UNSET


class MetafieldPut(Fields, kw_only=True):
    """Changes to a metafield; what is left out stays."""

    permission_set: PermissionSet | UnsetType = UNSET
    namespace: Name64 | UnsetType = UNSET
    key: Name64 | UnsetType = UNSET
    value: Value | UnsetType = UNSET
    description: Text255 | UnsetType = UNSET


class MetafieldBatchPost(MetafieldPost, kw_only=True):
    """A new metafield of a batch."""

    resource_id: Id


class MetafieldBatchPut(MetafieldPut, kw_only=True):
    """Changes to a metafield of a batch."""

    id: Id


def one_of_a_batch(shape: type[msgspec.Struct]) -> Any:
    """An item that is decoded by itself, so that a wrong one does not spoil its batch; OpenAPI sees its shape."""
    _, shapes = msgspec.json.schema_components([shape])
    return Annotated[msgspec.Raw, Meta(extra_json_schema=shapes[shape.__name__])]


class TallyOfPage(Tally, kw_only=True):
    """Some of the published documents page what a batch has saved: it is always one page."""

    pagination: Pagination


class TallyOfCursorPage(TallyOfPage, kw_only=True):
    cursor_pagination: CursorPagination


class BatchSaved(Shape, kw_only=True):
    data: list[Metafield]
    errors: list[Failure]
    meta: Tally


class BatchSavedAsPage(BatchSaved, kw_only=True):
    meta: TallyOfPage


class BatchSavedAsCursorPage(BatchSaved, kw_only=True):
    meta: TallyOfCursorPage


class BatchDeleted(Shape, kw_only=True):
    """`data` are the ids of what went."""

    data: list[int]
    errors: list[Failure]
    meta: Tally
