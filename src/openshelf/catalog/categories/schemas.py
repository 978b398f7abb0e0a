"""Wire shapes of categories as `/catalog/categories` has them (behaviour 7.9), and what both faces share."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.types import (
    CustomUrl,
    CustomUrlGiven,
    Fields,
    Id,
    ImageUrl,
    Level,
    Order,
    Shape,
    Text255,
    Text65535,
)

CategoryName = Annotated[str, Meta(min_length=1, max_length=50)]
Parent = Annotated[int, Meta(ge=0, le=2**53)]
"""The category above, or 0 for none."""

ProductSort = Literal[
    "use_store_settings",
    "featured",
    "newest",
    "best_selling",
    "alpha_asc",
    "alpha_desc",
    "avg_customer_review",
    "price_asc",
    "price_desc",
]


class Category(Shape, kw_only=True):
    id: int
    parent_id: int
    name: str
    description: str
    views: int
    sort_order: int
    page_title: str
    meta_keywords: list[str]
    meta_description: str
    layout_file: str
    image_url: str
    is_visible: bool
    search_keywords: str
    default_product_sort: ProductSort
    custom_url: CustomUrl


class CategoryFields(Fields, kw_only=True):
    """What both faces let a caller say of a category. `image_url` is fetched; an empty one takes the picture away."""

    parent_id: Parent | UnsetType = UNSET
    name: CategoryName | UnsetType = UNSET
    description: Text65535 | UnsetType = UNSET
    views: Level | UnsetType = UNSET
    sort_order: Order | UnsetType = UNSET
    page_title: Text255 | UnsetType = UNSET
    search_keywords: Text255 | UnsetType = UNSET
    meta_keywords: list[str] | UnsetType = UNSET
    meta_description: Text65535 | UnsetType = UNSET
    layout_file: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    default_product_sort: ProductSort | UnsetType = UNSET
    image_url: ImageUrl | UnsetType = UNSET


class OlderFields(CategoryFields, kw_only=True):
    """What the older face alone calls so."""

    custom_url: CustomUrlGiven | UnsetType = UNSET

    @property
    def path(self) -> str | UnsetType:
        return UNSET if self.custom_url is UNSET else self.custom_url.url


class CategoryPut(OlderFields, kw_only=True):
    """Changes to a category; what is left out stays. The id is that of the path, whatever is sent."""

    id: int | UnsetType = UNSET


class CategoryPost(OlderFields, kw_only=True):
    """A new category."""

    parent_id: Parent
    name: CategoryName


class CategoryPartlySaved(Shape, kw_only=True):
    """A 207: the category was saved, but for its URL. Published as a bare error; `data` and `meta` are ours."""

    status: int
    title: str
    type: str
    instance: str | UnsetType = UNSET
    errors: dict[str, str]
    data: Category
    meta: dict[str, int]


class CategoryNode(Shape, kw_only=True):
    """A category in the older nested tree."""

    id: int
    parent_id: int
    name: str
    is_visible: bool
    url: str
    children: list[CategoryNode]


SortOrder = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class ProductSortOrder(Shape, kw_only=True):
    """Where a product stands within a category; null is behind all numbers."""

    product_id: int
    sort_order: int | None


class ProductSortOrderGiven(Fields, kw_only=True):
    product_id: Id
    sort_order: SortOrder | None
