"""Operations of variants and of their image: `/catalog/products/{product_id}/variants/…` and `/catalog/variants`."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from openshelf.catalog import children, collections
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import ProductNotFound, require_product
from openshelf.catalog.skus import SkuNotUnique
from openshelf.catalog.variants import filters, repository, service
from openshelf.catalog.variants.problems import (
    BaseVariantStays,
    BatchFailed,
    BatchTooLarge,
    CombinationExists,
    SkuEmpty,
    VariantNotFound,
)
from openshelf.catalog.variants.schemas import (
    BatchRefused,
    ImageByUrl,
    ImageForm,
    Variant,
    VariantBatchItem,
    VariantImage,
    VariantPartlySaved,
    VariantPost,
    VariantPut,
)
from openshelf.media import pictures
from openshelf.media.pictures import Kept
from openshelf.media.problems import (
    ImageFileInvalid,
    ImageMissing,
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
    VariantImageFileTooLarge,
)
from openshelf.media.source import receive_picture
from openshelf.persistence import documents
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import variant
from openshelf.wire.envelope import Answer, collection, item, items, no_content, partly_saved
from openshelf.wire.problems import InvalidFields, MissingFields, Problem
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Variants")

CHILD = Child(variant, "variant_id", VariantNotFound)
MAX_BATCH = 50
PARTLY = {207: VariantPartlySaved}
FETCHING: tuple[type[Problem], ...] = (
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)


@routes.get(
    "/catalog/products/{product_id}/variants",
    returns=Variant,
    many=True,
    query=filters.OF_PRODUCT,
    problems=(ProductNotFound,),
)
async def list_variants(call: Call[None], catalog: Catalog) -> Answer:
    """List the variants of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/variants",
    body=VariantPost,
    returns=Variant,
    answers=PARTLY,
    problems=(ProductNotFound, CombinationExists, SkuNotUnique, MissingFields, InvalidFields, *FETCHING),
)
async def create_variant(call: Call[VariantPost], catalog: Catalog) -> Answer:
    """Create a variant of a product, with a value of each of its options."""
    product_id = call.path["product_id"]
    await catalog.database.point_read(lambda tx: require_product(tx, call.store_id, product_id))
    image = await keep_image(call, catalog, call.body.image_url)

    def work(tx: Transaction) -> bytes:
        variant_id = service.create(tx, call.store_id, product_id, call.body, image)
        tx.flush()
        return children.document(CHILD, tx, call, catalog, variant_id)

    return saved(await catalog.database.write(work), service.unsaved(call.body))


@routes.get(
    "/catalog/products/{product_id}/variants/{variant_id}",
    returns=Variant,
    query=filters.ONE,
    problems=(ProductNotFound, VariantNotFound),
)
async def get_variant(call: Call[None], catalog: Catalog) -> Answer:
    """Get one variant of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/variants/{variant_id}",
    body=VariantPut,
    returns=Variant,
    answers=PARTLY,
    problems=(ProductNotFound, VariantNotFound, SkuEmpty, SkuNotUnique, InvalidFields, *FETCHING),
)
async def update_variant(call: Call[VariantPut], catalog: Catalog) -> Answer:
    """Change a variant; null takes a value back to the product's, `image_url: ""` takes the image away."""
    product_id, variant_id = call.path["product_id"], call.path["variant_id"]
    image = None
    if call.body.image_url:
        now = await catalog.database.point_read(
            lambda tx: children.document(CHILD, tx, call, catalog, variant_id)
        )
        shown = msgspec.json.decode(documents.fill(now, catalog.public_url), type=VariantImage).image_url
        # A client that sends back what it was shown means no other picture.
        if call.body.image_url != shown:
            image = await keep_image(call, catalog, call.body.image_url)

    def work(tx: Transaction) -> bytes:
        service.update(tx, call.store_id, product_id, variant_id, call.body, image)
        tx.flush()
        return children.document(CHILD, tx, call, catalog, variant_id)

    return saved(await catalog.database.write(work), service.unsaved(call.body))


@routes.delete(
    "/catalog/products/{product_id}/variants/{variant_id}", problems=(ProductNotFound, BaseVariantStays)
)
async def delete_variant(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a variant; after the last one the product has a base variant again."""
    product_id, variant_id = call.path["product_id"], call.path["variant_id"]
    await catalog.database.write(lambda tx: service.delete(tx, call.store_id, product_id, variant_id))
    return no_content()


@routes.upload(
    "/catalog/products/{product_id}/variants/{variant_id}/image",
    body=ImageByUrl,
    form=ImageForm,
    returns=VariantImage,
    problems=(
        ProductNotFound,
        VariantNotFound,
        ImageMissing,
        ImageFileInvalid,
        VariantImageFileTooLarge,
        *FETCHING,
    ),
)
async def set_variant_image(call: Call[None], catalog: Catalog) -> Answer:
    """Make a picture the variant's one image, by URL or as a file, in place of any earlier one."""
    product_id, variant_id = call.path["product_id"], call.path["variant_id"]
    await catalog.database.point_read(lambda tx: repository.exists(tx, call.store_id, product_id, variant_id))
    received = await receive_picture(
        call.request, catalog.pipeline, call.principal.store_hash, pictures.VARIANT
    )
    path = await catalog.database.write(
        lambda tx: service.set_image(tx, call.store_id, product_id, variant_id, received)
    )
    return item(b'{"image_url":' + bytes(documents.url(path)) + b"}")


@routes.delete(
    "/catalog/products/{product_id}/variants/{variant_id}/image",
    problems=(ProductNotFound, VariantNotFound),
    published=False,
)
async def delete_variant_image(call: Call[None], catalog: Catalog) -> Answer:
    """Take the variant's image away. An addition of Openshelf: the published API has no such operation."""
    product_id, variant_id = call.path["product_id"], call.path["variant_id"]
    await catalog.database.write(lambda tx: service.remove_image(tx, call.store_id, product_id, variant_id))
    return no_content()


@routes.get("/catalog/variants", returns=Variant, many=True, query=filters.EVERY)
async def list_all_variants(call: Call[None], catalog: Catalog) -> Answer:
    """List the variants of all products."""
    page = await catalog.database.read(
        lambda tx: collections.page(
            tx, variant, call.store_id, call.query, catalog.public_url, *call.query.conditions(call.store_id)
        )
    )
    return collection(page, call.query.received)


@routes.put(
    "/catalog/variants",
    body=list[VariantBatchItem],
    returns=Variant,
    many=True,
    problems=(BatchTooLarge,),
    answers={BatchFailed.status: BatchRefused},
)
async def save_variants(call: Call[list[VariantBatchItem]], catalog: Catalog) -> Answer:
    """Change or create up to 50 variants: all of them, or none."""
    if len(call.body) > MAX_BATCH:
        raise BatchTooLarge(MAX_BATCH)

    def work(tx: Transaction) -> list[bytes]:
        ids = service.save_batch(tx, call.store_id, call.body)
        tx.flush()
        query = sa.select(variant.c.id, variant.c.document).where(
            variant.c.store_id == call.store_id, variant.c.id.in_(ids)
        )
        saved: dict[int, bytes] = dict(tx.execute(query).tuples().all())
        return [saved[variant_id] for variant_id in ids]

    return items(await catalog.database.write(work))


def saved(document: bytes, problem: Problem | None) -> Answer:
    return item(document) if problem is None else partly_saved(item(document), problem)


async def keep_image(call: Call[object], catalog: Catalog, url: object) -> Kept | None:
    """Fetch the picture of a body's `image_url`, before any transaction is open."""
    if not isinstance(url, str) or not url:
        return None
    return await catalog.pipeline.from_url(call.principal.store_hash, pictures.VARIANT, url)
