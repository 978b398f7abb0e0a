"""Operations of products: `/catalog/products` and `/catalog/products/{product_id}`."""

from __future__ import annotations

from msgspec import UNSET

from openshelf.catalog.choices.values import urls as textures
from openshelf.catalog.context import Catalog
from openshelf.catalog.products import filters, repository, service
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.products.problems import BatchTooLarge, ProductNameDuplicate, RecordMissing
from openshelf.catalog.products.schemas import (
    ProductBatchPut,
    ProductFields,
    ProductPartlySaved,
    ProductPost,
    ProductPut,
    ProductWithIncludes,
)
from openshelf.catalog.products.service import KeptPictures
from openshelf.catalog.skus import ProductSkuDuplicate, SkuNotUnique
from openshelf.catalog.urls import UrlTaken
from openshelf.media import pictures
from openshelf.media.problems import ImageNotDownloaded, ImageUrlNotAnImage, ImageUrlTooLarge
from openshelf.persistence.database import Transaction
from openshelf.wire.envelope import Answer, collection, item, items, no_content, partly_saved
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.query import NO_QUERY
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Products")

MAX_BATCH = 10
MAX_DELETED = 250
UNIQUE: tuple[type[Problem], ...] = (
    ProductNameDuplicate,
    ProductSkuDuplicate,
    SkuNotUnique,
    UrlTaken,
    RecordMissing,
)
PARTLY = {207: ProductPartlySaved}
INVALID: tuple[type[Problem], ...] = (InvalidFields, MissingFields, ImageUrlNotAnImage, ImageUrlTooLarge)


@routes.get("/catalog/products", returns=ProductWithIncludes, many=True, query=filters.LIST)
async def list_products(call: Call[None], catalog: Catalog) -> Answer:
    """List products, filtered, sorted, a page at a time."""
    page = await catalog.database.read(
        lambda tx: repository.page(tx, call.store_id, call.query, catalog.public_url)
    )
    return collection(page, call.query.received, extra=b',"too_many":false')


@routes.post(
    "/catalog/products",
    body=ProductPost,
    returns=ProductWithIncludes,
    query=filters.SAVED,
    problems=(*UNIQUE, *INVALID, ImageNotDownloaded),
    answers=PARTLY,
)
async def create_product(call: Call[ProductPost], catalog: Catalog) -> Answer:
    """Create a product, with all that belongs to it when it is given: options, variants, images and the like."""
    kept = await keep_pictures(call, catalog, call.body)
    inline = [
        name
        for name in ("variants", "images", "custom_fields", "options", "videos", "bulk_pricing_rules")
        if getattr(call.body, name) is not UNSET
    ]
    if "variants" in inline:
        inline.append("options")

    def work(tx: Transaction) -> bytes:
        product_id = service.create(tx, call.store_id, call.body, kept)
        tx.flush()
        return repository.document(tx, call.store_id, product_id, call.query, catalog.public_url, *inline)

    return item(await catalog.database.write(work))


@routes.put(
    "/catalog/products",
    body=list[ProductBatchPut],
    returns=ProductWithIncludes,
    many=True,
    query=filters.SAVED,
    problems=(ProductNotFound, BatchTooLarge, *UNIQUE, *INVALID, ImageNotDownloaded),
    answers=PARTLY,
)
async def update_products(call: Call[list[ProductBatchPut]], catalog: Catalog) -> Answer:
    """Change up to ten products: all of them, or none."""
    if len(call.body) > MAX_BATCH:
        raise BatchTooLarge(MAX_BATCH)
    ids = [service.id_of(each) for each in call.body]
    kept = [await keep_pictures(call, catalog, each) for each in call.body]

    def work(tx: Transaction) -> tuple[list[bytes], Problem | None]:
        # In the order of their ids, so that two batches never wait for each other in a circle.
        ordered = sorted(zip(ids, call.body, kept, strict=True), key=lambda each: each[0])
        problems = [service.update(tx, call.store_id, id_, changes, mine) for id_, changes, mine in ordered]
        tx.flush()
        saved = [repository.document(tx, call.store_id, id_, call.query, catalog.public_url) for id_ in ids]
        return saved, next((problem for problem in problems if problem is not None), None)

    saved, problem = await catalog.database.write(work)
    answer = items(saved)
    return answer if problem is None else partly_saved(answer, problem)


@routes.delete("/catalog/products", query=filters.DELETE)
async def delete_products(call: Call[None], catalog: Catalog) -> Answer:
    """Delete the products that the filters name, at most 250 a call; a filter is needed."""

    def work(tx: Transaction) -> None:
        service.delete(tx, call.store_id, repository.matching(tx, call.store_id, call.query, MAX_DELETED))

    await catalog.database.write(work)
    return no_content()


@routes.get(
    "/catalog/products/{product_id}",
    returns=ProductWithIncludes,
    query=filters.ONE,
    problems=(ProductNotFound,),
)
async def get_product(call: Call[None], catalog: Catalog) -> Answer:
    """Get one product."""
    product_id = call.path["product_id"]
    return item(
        await catalog.database.point_read(
            lambda tx: repository.document(tx, call.store_id, product_id, call.query, catalog.public_url)
        )
    )


@routes.put(
    "/catalog/products/{product_id}",
    body=ProductPut,
    returns=ProductWithIncludes,
    query=filters.ONE,
    problems=(ProductNotFound, *UNIQUE, *INVALID, ImageNotDownloaded),
    answers=PARTLY,
)
async def update_product(call: Call[ProductPut], catalog: Catalog) -> Answer:
    """Change a product: what is left out stays, arrays replace."""
    product_id = call.path["product_id"]
    await catalog.database.read(
        lambda tx: repository.document(tx, call.store_id, product_id, NO_QUERY, catalog.public_url)
    )
    kept = await keep_pictures(call, catalog, call.body)

    def work(tx: Transaction) -> tuple[bytes, Problem | None]:
        problem = service.update(tx, call.store_id, product_id, call.body, kept)
        tx.flush()
        return repository.document(tx, call.store_id, product_id, call.query, catalog.public_url), problem

    document, problem = await catalog.database.write(work)
    answer = item(document)
    return answer if problem is None else partly_saved(answer, problem)


@routes.delete("/catalog/products/{product_id}")
async def delete_product(call: Call[None], catalog: Catalog) -> Answer:
    """Delete one product; that it is not there is no error."""
    await catalog.database.write(lambda tx: service.delete(tx, call.store_id, [call.path["product_id"]]))
    return no_content()


async def keep_pictures(call: Call[object], catalog: Catalog, body: ProductFields) -> KeptPictures:
    """Fetch the pictures that a body names, before any transaction is open."""
    gallery = [] if body.images is UNSET else body.images
    inline = body.variants if isinstance(body, ProductPost) and body.variants is not UNSET else []
    store_hash = call.principal.store_hash
    urls = {
        slot: [each.image_url for each in bodies if each.image_url]
        for slot, bodies in ((pictures.GALLERY, gallery), (pictures.VARIANT, inline))
    }
    options = body.options if isinstance(body, ProductPost) and body.options is not UNSET else []
    urls[pictures.SWATCH] = textures(
        (value for each in options for value in each.option_values), [], "value_data"
    )
    return KeptPictures(
        *[await catalog.pipeline.from_urls(store_hash, slot, wanted) for slot, wanted in urls.items()]
    )
