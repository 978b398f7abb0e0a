"""Rules of reviews: a new one is pending, and a product's rating counts those that are approved (behaviour 7.6)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from openshelf.catalog.documents import write_documents
from openshelf.catalog.moments import required_moment
from openshelf.catalog.reviews.schemas import Review, ReviewPost, ReviewPut
from openshelf.catalog.types import sent
from openshelf.persistence.database import Transaction
from openshelf.persistence.documents import render
from openshelf.persistence.tables import product, product_review
from openshelf.wire.problems import NotFound


class ReviewNotFound(NotFound):
    def __init__(self, review_id: int) -> None:
        super().__init__(f"A product review was not found with an id of {review_id}")


def columns(fields: ReviewPut) -> dict[str, Any]:
    values = sent(fields)
    if "date_reviewed" in values:
        values["date_reviewed"] = required_moment("date_reviewed", values["date_reviewed"])
    return values


def add(tx: Transaction, store_id: int, product_id: int, new: ReviewPost) -> int:
    """Add a review to a product whose row is locked; returns its id."""
    review_id = tx.next_id("product_review", store_id)
    values = {"status": "pending", "rating": 0, **columns(new)}
    tx.execute(
        sa.insert(product_review).values(
            store_id=store_id,
            id=review_id,
            product_id=product_id,
            date_created=tx.now,
            date_modified=tx.now,
            **values,
        )
    )
    tx.touch("product_review", store_id, review_id)
    rate(tx, store_id, product_id)
    return review_id


def change(tx: Transaction, store_id: int, product_id: int, review_id: int, changes: ReviewPut) -> int:
    """Change a review of a product whose row is locked; returns its id."""
    changed = tx.execute(
        sa.update(product_review)
        .where(
            product_review.c.store_id == store_id,
            product_review.c.product_id == product_id,
            product_review.c.id == review_id,
        )
        .values(date_modified=tx.now, **columns(changes))
    )
    if changed.rowcount == 0:
        raise ReviewNotFound(review_id)
    tx.touch("product_review", store_id, review_id)
    rate(tx, store_id, product_id)
    return review_id


def rate(tx: Transaction, store_id: int, product_id: int) -> None:
    """Bring the rating of a product up to date with its approved reviews."""
    count, total = tx.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(product_review.c.rating), 0)).where(
            product_review.c.store_id == store_id,
            product_review.c.product_id == product_id,
            product_review.c.status == "approved",
        )
    ).one()
    tx.execute(
        sa.update(product)
        .where(product.c.store_id == store_id, product.c.id == product_id)
        .values(reviews_count=count, reviews_rating_sum=total)
    )
    tx.touch("product", store_id, product_id)


def render_documents(tx: Transaction, store_id: int, ids: set[int]) -> None:
    found = sa.select(product_review).where(
        product_review.c.store_id == store_id, product_review.c.id.in_(ids)
    )
    rows = tx.execute(found).mappings()
    write_documents(tx, product_review, store_id, {row["id"]: render(Review, row) for row in rows})
