"""Operations of reviews: `/catalog/products/{product_id}/reviews`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.reviews import service
from openshelf.catalog.reviews.schemas import Review, ReviewPost, ReviewPut
from openshelf.catalog.reviews.service import ReviewNotFound
from openshelf.persistence.tables import product_review
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.query import Collection, Filter, Kind
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Reviews")

CHILD = Child(product_review, "review_id", ReviewNotFound)
FIELDS = tuple(Review.__struct_fields__)
STATUSES = {"1": "approved", "0": "pending"}
"""How the filter spells a status (behaviour 3)."""

LIST = Collection(
    fields=FIELDS, filters=(Filter("status", Kind.TEXT, product_review.c.status, choices=STATUSES),)
)
ONE = Collection(fields=FIELDS, paged=False)


@routes.get(
    "/catalog/products/{product_id}/reviews",
    returns=Review,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_product_reviews(call: Call[None], catalog: Catalog) -> Answer:
    """List the reviews of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/reviews",
    body=ReviewPost,
    returns=Review,
    problems=(ProductNotFound, MissingFields, InvalidFields),
)
async def create_product_review(call: Call[ReviewPost], catalog: Catalog) -> Answer:
    """Add a review to a product."""
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.add(tx, call.store_id, product_id, call.body)
    )


@routes.get(
    "/catalog/products/{product_id}/reviews/{review_id}",
    returns=Review,
    query=ONE,
    problems=(ProductNotFound, ReviewNotFound),
)
async def get_product_review(call: Call[None], catalog: Catalog) -> Answer:
    """Get one review of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/reviews/{review_id}",
    body=ReviewPut,
    returns=Review,
    problems=(ProductNotFound, ReviewNotFound, InvalidFields),
)
async def update_product_review(call: Call[ReviewPut], catalog: Catalog) -> Answer:
    """Change a review; what is left out stays."""
    review_id = call.path["review_id"]
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, review_id, call.body),
    )


@routes.delete("/catalog/products/{product_id}/reviews/{review_id}", problems=(ProductNotFound,))
async def delete_product_review(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a review of a product; that it is not there is no error."""
    return await children.deleted(
        CHILD, call, catalog, after=lambda tx, product_id: service.rate(tx, call.store_id, product_id)
    )
