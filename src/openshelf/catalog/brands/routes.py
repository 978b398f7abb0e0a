"""Operations of brands: `/catalog/brands`."""

from __future__ import annotations

import msgspec

from openshelf.catalog import collections, pictured
from openshelf.catalog.brands import service
from openshelf.catalog.brands.problems import (
    BrandNameDuplicate,
    BrandNameNeeded,
    BrandNotFound,
    TooManyBrands,
)
from openshelf.catalog.brands.schemas import Brand, BrandPartlySaved, BrandPost, BrandPut
from openshelf.catalog.context import Catalog
from openshelf.catalog.pictured import FETCHING, RECEIVING, ImageAnswer, ImageFile
from openshelf.catalog.urls import UrlTaken
from openshelf.media import pictures
from openshelf.media.source import receive_picture
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import brand
from openshelf.wire.envelope import Answer, collection, item, no_content
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import LISTS, NO_QUERY, RANGES, Collection, Filter, Kind, Operator, Query, folded
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Brands")

FIELDS = tuple(Brand.__struct_fields__)
NAME = folded("name", brand.c.name_key)
PAGE_TITLE = Filter("page_title", Kind.TEXT, brand.c.page_title)
LIST = Collection(
    fields=FIELDS,
    filters=(
        Filter("id", Kind.INTEGER, brand.c.id, (Operator.IS, *LISTS, *RANGES)),
        NAME,
        Filter("name", Kind.TEXT, brand.c.name, (Operator.LIKE,)),
        PAGE_TITLE,
    ),
    sorts={"name": brand.c.name},
)
ONE = Collection(fields=FIELDS, paged=False)
DELETE = Collection(
    filters=(NAME, PAGE_TITLE), paged=False, needs_filter=True, selects_fields=False, deleting="brands"
)
PARTLY = {207: BrandPartlySaved}


@routes.get("/catalog/brands", returns=Brand, many=True, query=LIST)
async def list_brands(call: Call[None], catalog: Catalog) -> Answer:
    """List brands, filtered, sorted, a page at a time."""
    page = await catalog.database.read(
        lambda tx: collections.page(
            tx,
            brand,
            call.store_id,
            call.query,
            catalog.public_url,
            *call.query.conditions(call.store_id),
            sorts=LIST.sorts,
        )
    )
    return collection(page, call.query.received)


@routes.post(
    "/catalog/brands",
    body=BrandPost,
    returns=Brand,
    problems=(BrandNameDuplicate, TooManyBrands, UrlTaken, MissingFields, InvalidFields, *FETCHING),
    answers=PARTLY,
)
async def create_brand(call: Call[BrandPost], catalog: Catalog) -> Answer:
    """Create a brand."""
    kept = await pictured.keep_sent(catalog, brand, pictures.BRAND, mine(call), None, call.body.image_url)

    def work(tx: Transaction) -> bytes:
        brand_id = service.create(tx, call.store_id, call.body, kept)
        tx.flush()
        return found(tx, call, catalog, brand_id)

    return item(await catalog.database.write(work))


@routes.delete("/catalog/brands", query=DELETE, problems=(BrandNameNeeded,))
async def delete_brands(call: Call[None], catalog: Catalog) -> Answer:
    """Delete the brands of a name; their products stay, without a brand."""
    if call.query.value("name") is None:
        raise BrandNameNeeded
    await catalog.database.write(
        lambda tx: service.delete(tx, call.store_id, service.matching(tx, call.store_id, call.query))
    )
    return no_content()


@routes.get("/catalog/brands/{brand_id}", returns=Brand, query=ONE, problems=(BrandNotFound,), answers=PARTLY)
async def get_brand(call: Call[None], catalog: Catalog) -> Answer:
    """Get one brand."""
    return item(
        await catalog.database.point_read(
            lambda tx: found(tx, call, catalog, call.path["brand_id"], call.query)
        )
    )


@routes.put(
    "/catalog/brands/{brand_id}",
    body=BrandPut,
    returns=Brand,
    problems=(BrandNotFound, BrandNameDuplicate, InvalidFields, *FETCHING),
    answers=PARTLY,
)
async def update_brand(call: Call[BrandPut], catalog: Catalog) -> Answer:
    """Change a brand; what is left out stays."""
    brand_id = call.path["brand_id"]
    await catalog.database.point_read(lambda tx: found(tx, call, catalog, brand_id))
    kept = await pictured.keep_sent(catalog, brand, pictures.BRAND, mine(call), brand_id, call.body.image_url)

    def work(tx: Transaction) -> tuple[bytes, Problem | None]:
        problem = service.update(tx, call.store_id, brand_id, call.body, kept)
        tx.flush()
        return found(tx, call, catalog, brand_id), problem

    document, problem = await catalog.database.write(work)
    return item(document) if problem is None else partly_saved(document, problem)


@routes.delete("/catalog/brands/{brand_id}", problems=(BrandNotFound,))
async def delete_brand(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a brand; its products stay, without a brand."""
    brand_id = call.path["brand_id"]

    def work(tx: Transaction) -> None:
        found(tx, call, catalog, brand_id)
        service.delete(tx, call.store_id, [brand_id])

    await catalog.database.write(work)
    return no_content()


@routes.upload(
    "/catalog/brands/{brand_id}/image",
    body=None,
    form=ImageFile,
    returns=ImageAnswer,
    problems=(BrandNotFound, *RECEIVING),
)
async def set_brand_image(call: Call[None], catalog: Catalog) -> Answer:
    """Make a file the brand's one image, in place of any earlier one."""
    brand_id = call.path["brand_id"]
    await catalog.database.point_read(lambda tx: found(tx, call, catalog, brand_id))
    kept = await receive_picture(call.request, catalog.pipeline, call.principal.store_hash, pictures.BRAND)
    path = await catalog.database.write(lambda tx: service.set_image(tx, call.store_id, brand_id, kept))
    return item(b'{"image_url":' + bytes(documents.url(path)) + b"}")


@routes.delete("/catalog/brands/{brand_id}/image", problems=(BrandNotFound,))
async def delete_brand_image(call: Call[None], catalog: Catalog) -> Answer:
    """Take the brand's image away; that there is none is no error."""
    await catalog.database.write(
        lambda tx: service.update(tx, call.store_id, call.path["brand_id"], BrandPut(image_url=""), kept=None)
    )
    return no_content()


def mine(call: Call[object]) -> tuple[int, str]:
    return call.store_id, call.principal.store_hash


def found(
    tx: Transaction, call: Call[object], catalog: Catalog, brand_id: int, query: Query = NO_QUERY
) -> bytes:
    document = collections.document(tx, brand, call.store_id, brand_id, query, catalog.public_url)
    if document is None:
        raise BrandNotFound(brand_id)
    return document


def partly_saved(document: bytes, problem: Problem) -> Answer:
    """A 207: saved, but for its URL. The published shape has a list of one (behaviour 1.5.2)."""
    errors = msgspec.json.encode(problem.body())
    tally = b'{"total":1,"success":0,"failed":1}'
    return Answer(b'{"data":[' + document + b'],"errors":' + errors + b',"meta":' + tally + b"}", 207)
