"""Rules of videos (behaviour 7.6). The host of a video is never asked about it: see `docs/decisions.md`."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import UNSET

from openshelf.catalog.documents import write_documents
from openshelf.catalog.ordering import make_room
from openshelf.catalog.types import sent
from openshelf.catalog.videos.schemas import InlineVideo, Video, VideoPost, VideoPut
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import product_video
from openshelf.wire.problems import NotFound

IGNORED = ("id", "product_id")


class VideoNotFound(NotFound):
    def __init__(self, video_id: int) -> None:
        super().__init__(f"A product video was not found with an id of {video_id}")


def save_inline(tx: Transaction, store_id: int, product_id: int, videos: Sequence[InlineVideo]) -> None:
    """The videos of a product's own body: those with an id change one, the others are added."""
    for each in videos:
        if each.id is UNSET:
            add(tx, store_id, product_id, each)
        else:
            change(tx, store_id, product_id, each.id, each)


def add(tx: Transaction, store_id: int, product_id: int, new: VideoPost) -> int:
    """Add a video to a product whose row is locked; returns its id. Without a title it is called by its id."""
    row_id = tx.next_id("product_video", store_id)
    values = {"type": "youtube", **sent(new, *IGNORED)}
    values["title"] = values.get("title") or new.video_id
    tx.execute(sa.insert(product_video).values(store_id=store_id, id=row_id, product_id=product_id, **values))
    tx.touch("product_video", store_id, row_id)
    return row_id


def change(tx: Transaction, store_id: int, product_id: int, row_id: int, changes: VideoPut) -> int:
    """Change a video of a product whose row is locked; returns its id."""
    this = sa.and_(
        product_video.c.store_id == store_id,
        product_video.c.product_id == product_id,
        product_video.c.id == row_id,
    )
    row = tx.execute(sa.select(product_video).where(this)).first()
    if row is None:
        raise VideoNotFound(row_id)
    values = sent(changes, *IGNORED)
    if values.get("title") == "":
        values["title"] = values.get("video_id", row.video_id)
    if values:
        tx.execute(sa.update(product_video).where(this).values(values))
    if values.get("sort_order", row.sort_order) > row.sort_order:
        make_room(tx, product_video, store_id, product_id, row_id, values["sort_order"])
    tx.touch("product_video", store_id, row_id)
    return row_id


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    found = sa.select(product_video).where(product_video.c.store_id == store_id, product_video.c.id.in_(ids))
    rows = tx.execute(found).mappings()
    write_documents(tx, product_video, store_id, {row["id"]: render(Video, row) for row in rows})
