"""Wire shapes of videos (behaviour 7.6)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import Fields, Id, Order, Shape, Text255, Text65535

VideoType = Literal["youtube"]
VideoId = Annotated[str, Meta(min_length=1, max_length=25)]
Length = Annotated[str, Meta(pattern=r"^$|^\d{1,3}(:[0-5]\d){1,2}$", max_length=9)]
"""`1:54` or `01:02:03`; empty when it is not known."""


class Video(Shape, kw_only=True):
    id: int
    product_id: int
    title: str
    description: str
    sort_order: int
    type: VideoType
    video_id: str
    length: str


class VideoPut(Fields, kw_only=True):
    """Changes to a video; what is left out stays."""

    title: Text255 | UnsetType = UNSET
    description: Text65535 | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    type: VideoType | UnsetType = UNSET
    video_id: VideoId | UnsetType = UNSET
    length: Length | UnsetType = UNSET

    # What a client was shown it may send back; neither can be changed.
    id: Any | UnsetType = UNSET
    product_id: Any | UnsetType = UNSET


class VideoPost(VideoPut, kw_only=True):
    """A new video."""

    video_id: VideoId


class InlineVideo(VideoPost, kw_only=True):
    """A video in the body of a product: with an id it changes one that is there."""

    id: Id | UnsetType = UNSET
