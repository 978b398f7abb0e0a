"""Operations of videos: `/catalog/products/{product_id}/videos`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.catalog.videos import service
from openshelf.catalog.videos.schemas import Video, VideoPost, VideoPut
from openshelf.catalog.videos.service import VideoNotFound
from openshelf.persistence.tables import product_video
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Videos")

CHILD = Child(product_video, "id", VideoNotFound)
FIELDS = tuple(Video.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)


@routes.get(
    "/catalog/products/{product_id}/videos",
    returns=Video,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_product_videos(call: Call[None], catalog: Catalog) -> Answer:
    """List the videos of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/videos",
    body=VideoPost,
    returns=Video,
    problems=(ProductNotFound, MissingFields, InvalidFields),
)
async def create_product_video(call: Call[VideoPost], catalog: Catalog) -> Answer:
    """Add a video to a product."""
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.add(tx, call.store_id, product_id, call.body)
    )


@routes.get(
    "/catalog/products/{product_id}/videos/{id}",
    returns=Video,
    query=ONE,
    problems=(ProductNotFound, VideoNotFound),
)
async def get_product_video(call: Call[None], catalog: Catalog) -> Answer:
    """Get one video of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/videos/{id}",
    body=VideoPut,
    returns=Video,
    problems=(ProductNotFound, VideoNotFound, InvalidFields),
)
async def update_product_video(call: Call[VideoPut], catalog: Catalog) -> Answer:
    """Change a video; what is left out stays."""
    video_id = call.path["id"]
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, video_id, call.body),
    )


@routes.delete("/catalog/products/{product_id}/videos/{id}", problems=(ProductNotFound,))
async def delete_product_video(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a video of a product; that it is not there is no error."""
    return await children.deleted(CHILD, call, catalog)
