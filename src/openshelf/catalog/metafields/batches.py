"""Many metafields at once (behaviour 1.5.3): what can be saved is, and each that cannot be is told.

An item is one statement after all its checks, so none is ever half saved.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from openshelf.catalog.metafields import reading, service
from openshelf.catalog.metafields.problems import MAX_BATCH, BatchTooLarge, in_batch
from openshelf.catalog.metafields.resources import Resource
from openshelf.catalog.metafields.schemas import MetafieldBatchPost, MetafieldBatchPut
from openshelf.persistence.database import Transaction
from openshelf.wire import cursors, validation
from openshelf.wire.cursors import CursorPage
from openshelf.wire.envelope import Answer, Page, splice
from openshelf.wire.problems import Problem, Unprocessable
from openshelf.wire.query import DEFAULT_LIMIT
from openshelf.wire.scopes import Principal

T = TypeVar("T")


class BulkFailed(Unprocessable):
    """What went wrong, by the position of an item or by the id that was to be deleted."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("Bulk operation has failed", errors=errors)


@dataclass
class Outcome:
    """What became of a batch: the ids that were saved or deleted, and what kept the others from it."""

    done: list[int] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def tally(self) -> bytes:
        counts = {"total": len(self.done) + len(self.failed), "success": len(self.done)}
        return msgspec.json.encode(counts | {"failed": len(self.failed)})


def check_size(batch: Sequence[object]) -> None:
    """Raises `BatchTooLarge`."""
    if len(batch) > MAX_BATCH:
        raise BatchTooLarge


def items(batch: Iterable[msgspec.Raw], shape: type[T]) -> list[T | Problem]:
    """Each item of a body, or what is wrong with it."""
    found: list[T | Problem] = []
    for raw in batch:
        try:
            found.append(validation.decode(bytes(raw), shape))
        except Problem as problem:
            found.append(problem)
    return found


def create(
    tx: Transaction, who: Principal, of: Resource, batch: Sequence[MetafieldBatchPost | Problem]
) -> Outcome:
    """Add metafields to resources of one kind."""
    there = of.lock(tx, who.store_id, {each.resource_id for each in batch if not isinstance(each, Problem)})

    def add(new: MetafieldBatchPost) -> int:
        if new.resource_id not in there:
            raise of.not_found(new.resource_id)
        return service.add(tx, who, of.kind, new.resource_id, new)

    return each_by_itself(batch, add)


def update(
    tx: Transaction, who: Principal, of: Resource, batch: Sequence[MetafieldBatchPut | Problem]
) -> Outcome:
    """Change metafields of one kind of resource."""
    ids = {each.id for each in batch if not isinstance(each, Problem)}
    now = service.rows(tx, who.store_id, of.kind, ids)
    of.lock(tx, who.store_id, {row["resource_id"] for row in now.values()})
    return each_by_itself(
        batch,
        # Read anew: an earlier item may be about the same metafield, and others may have waited for the lock before us.
        lambda changes: service.change(
            tx, who, service.row_of(tx, who.store_id, of.kind, changes.id), changes
        ),
    )


def each_by_itself(batch: Sequence[T | Problem], save: typing.Callable[[T], int]) -> Outcome:
    outcome = Outcome()
    for position, each in enumerate(batch):
        try:
            if isinstance(each, Problem):
                raise each
            outcome.done.append(save(each))
        except Problem as problem:
            outcome.failed[str(position)] = in_batch(problem)
    return outcome


def delete(tx: Transaction, who: Principal, of: Resource, ids: Iterable[int]) -> Outcome:
    """Delete metafields of one kind of resource; an id that is named twice counts once."""
    outcome = Outcome()
    for metafield_id in dict.fromkeys(ids):
        try:
            service.delete(tx, who, service.row_of(tx, who.store_id, of.kind, metafield_id))
            outcome.done.append(metafield_id)
        except Problem as problem:
            outcome.failed[str(metafield_id)] = in_batch(problem)
    return outcome


def saved(tx: Transaction, who: Principal, of: Resource, outcome: Outcome) -> Answer:
    """The answer to a create or an update, whose documents have been rendered."""
    found = reading.documents(tx, who.store_id, outcome.done)
    meta = outcome.tally()
    if not outcome.failed:
        whole = CursorPage(Page(found, len(found), 1, max(len(found), DEFAULT_LIMIT)), 0, outcome.done)
        pages = {"pagination": cursors.numbered(whole, ()), "cursor_pagination": cursors.by_cursor(whole, ())}
        published = typing.get_type_hints(of.saved)["meta"].__struct_fields__
        meta = splice(meta, {name: page for name, page in pages.items() if name in published})
    return envelope(b",".join(found), outcome, meta)


def deleted(outcome: Outcome) -> Answer:
    return envelope(",".join(map(str, outcome.done)).encode(), outcome, outcome.tally())


def envelope(data: bytes, outcome: Outcome, meta: bytes) -> Answer:
    """Any failure makes it a 422, although the rest is saved (trap 38)."""
    errors = msgspec.json.encode([BulkFailed(outcome.failed).body()] if outcome.failed else [])
    body = b'{"data":[' + data + b'],"errors":' + errors + b',"meta":' + meta + b"}"
    return Answer(body, 422 if outcome.failed else 200)
