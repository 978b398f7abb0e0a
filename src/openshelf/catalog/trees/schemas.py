"""Wire shapes of category trees and of the categories in them (behaviour 7.10)."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from openshelf.catalog.categories.schemas import CategoryFields, ProductSort
from openshelf.catalog.types import INT32, Fields, Id, Name255, Shape, Tally
from openshelf.wire.openapi import Failure

ChannelId = Annotated[int, Meta(ge=1, le=INT32)]


class TreeUrl(Shape, kw_only=True):
    path: str
    is_customized: bool


class TreeUrlGiven(Fields, kw_only=True):
    path: str | UnsetType = UNSET
    is_customized: bool | UnsetType = UNSET


class TreeCategory(Shape, kw_only=True):
    """A category as the newer face shows it."""

    category_id: int
    category_uuid: str
    parent_id: int
    tree_id: int
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
    url: TreeUrl


class TreeCategoryPost(CategoryFields, kw_only=True):
    """A new category: a name, and the tree or the parent that it goes to."""

    tree_id: Id | UnsetType = UNSET
    url: TreeUrlGiven | UnsetType = UNSET

    @property
    def path(self) -> str | UnsetType:
        return UNSET if self.url is UNSET else self.url.path


class TreeCategoryPut(TreeCategoryPost, kw_only=True):
    """Changes to the category of an id; what is left out stays."""

    category_id: Id | UnsetType = UNSET


class CategoriesSaved(Shape, kw_only=True):
    """All of a batch were saved."""

    data: list[TreeCategory]
    meta: Tally


class CategoriesPartlySaved(Shape, kw_only=True):
    """Some of a batch were saved; `errors` tells of the others by their positions."""

    data: list[TreeCategory]
    errors: Failure
    meta: Tally


class Tree(Shape, kw_only=True):
    id: int
    name: str
    channels: list[int]


class TreeGiven(Fields, kw_only=True):
    """A tree to change, by its id, or to make: then it needs a name and one channel."""

    id: Id | UnsetType = UNSET
    name: Name255 | UnsetType = UNSET
    channels: list[ChannelId] | UnsetType = UNSET


class TreesSaved(Shape, kw_only=True):
    data: list[Tree]
    meta: Tally


class TreeNode(Shape, kw_only=True):
    """A category in its tree; `path` are the ids from the root down to it, roots are at depth 0."""

    id: int
    parent_id: int
    depth: int
    path: list[int]
    name: str
    is_visible: bool
    url: str
    children: list[TreeNode]
