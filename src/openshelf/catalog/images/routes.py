"""Operations of a product's gallery: `/catalog/products/{product_id}/images`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.images import service
from openshelf.catalog.images.schemas import ProductImage, ProductImageForm, ProductImagePost
from openshelf.catalog.images.service import ImageNotFound, TooManyImages
from openshelf.catalog.pictured import FETCHING
from openshelf.catalog.products.locking import ProductNotFound, require_product
from openshelf.media import pictures
from openshelf.media.problems import (
    GalleryImageFileTooLarge,
    ImageFileInvalid,
    ImageFileTooLarge,
    ImageMissing,
)
from openshelf.media.source import receive_fields
from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import product_image
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import Problem
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Images")

CHILD = Child(product_image, "image_id", ImageNotFound)
FIELDS = tuple(ProductImage.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)
RECEIVING: tuple[type[Problem], ...] = (
    *FETCHING,
    ImageFileInvalid,
    GalleryImageFileTooLarge,
    ImageFileTooLarge,
)


@routes.get(
    "/catalog/products/{product_id}/images",
    returns=ProductImage,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_product_images(call: Call[None], catalog: Catalog) -> Answer:
    """List the images of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.upload(
    "/catalog/products/{product_id}/images",
    body=ProductImagePost,
    form=ProductImageForm,
    returns=ProductImage,
    problems=(ProductNotFound, TooManyImages, ImageMissing, *RECEIVING),
)
async def create_product_image(call: Call[None], catalog: Catalog) -> Answer:
    """Add one image to a product, by URL or as a file."""
    product_id = call.path["product_id"]

    def room(tx: Transaction) -> None:
        require_product(tx, call.store_id, product_id)
        service.require_room(tx, call.store_id, product_id)

    await catalog.database.point_read(room)
    fields, kept = await receive_fields(
        call.request, catalog.pipeline, call.principal.store_hash, pictures.GALLERY, ProductImagePost
    )
    if kept is None:
        raise ImageMissing
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.add(tx, call.store_id, product_id, fields, kept)
    )


@routes.get(
    "/catalog/products/{product_id}/images/{image_id}",
    returns=ProductImage,
    query=ONE,
    problems=(ProductNotFound, ImageNotFound),
)
async def get_product_image(call: Call[None], catalog: Catalog) -> Answer:
    """Get one image of a product."""
    return await children.got(CHILD, call, catalog)


@routes.upload(
    "/catalog/products/{product_id}/images/{image_id}",
    method="PUT",
    body=ProductImagePost,
    form=ProductImageForm,
    returns=ProductImage,
    problems=(ProductNotFound, ImageNotFound, *RECEIVING),
)
async def update_product_image(call: Call[None], catalog: Catalog) -> Answer:
    """Change an image; a URL or a file that is sent takes the place of its picture."""
    product_id, image_id = call.path["product_id"], call.path["image_id"]

    def there(tx: Transaction) -> None:
        require_product(tx, call.store_id, product_id)
        service.require(tx, call.store_id, product_id, image_id)

    await catalog.database.point_read(there)
    fields, kept = await receive_fields(
        call.request, catalog.pipeline, call.principal.store_hash, pictures.GALLERY, ProductImagePost
    )
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, image_id, fields, kept),
    )


@routes.delete("/catalog/products/{product_id}/images/{image_id}", problems=(ProductNotFound,))
async def delete_product_image(call: Call[None], catalog: Catalog) -> Answer:
    """Delete an image; when it was the thumbnail, the first of the others becomes it."""
    return await children.deleted(
        CHILD,
        call,
        catalog,
        after=lambda tx, product_id: service.after_delete(
            tx, call.store_id, product_id, call.path["image_id"]
        ),
    )
