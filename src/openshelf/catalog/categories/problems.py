"""What can be wrong with a category. The newer face tells the same under the position in its batch (behaviour 7.10)."""

from __future__ import annotations

from openshelf.wire.problems import Conflict, InvalidFields, NotFound, Unprocessable

MAX_DEPTH = 8
MAX_CATEGORIES = 16_000


class CategoryNotFound(NotFound):
    def __init__(self, category_id: int) -> None:
        super().__init__(f"A category was not found with an id of {category_id}")


class CategoryNameDuplicate(Conflict):
    """Two of one parent have one name."""

    def __init__(self) -> None:
        title = "The category name is a duplicate"
        super().__init__(title, errors={"name": title})


class ParentMissing(InvalidFields):
    def __init__(self) -> None:
        super().__init__({"parent_id": "Parent category does not exist."})


class ParentElsewhere(InvalidFields):
    def __init__(self) -> None:
        super().__init__({"parent_id": "Parent category belongs to another tree."})


class ParentBelow(InvalidFields):
    def __init__(self) -> None:
        super().__init__({"parent_id": "A category cannot be placed below itself."})


class TooDeep(InvalidFields):
    def __init__(self) -> None:
        super().__init__({"parent_id": f"Categories may be nested at most {MAX_DEPTH} levels deep."})


class TooManyCategories(Unprocessable):
    def __init__(self) -> None:
        text = f"A store may have at most {MAX_CATEGORIES} categories"
        super().__init__(text, errors={"name": text})


class TreeMissing(InvalidFields):
    def __init__(self) -> None:
        super().__init__({"tree_id": "Tree does not exist."})


class ProductsNotAssigned(Unprocessable):
    """A sort order for products that are not in the category."""

    def __init__(self, product_ids: list[int]) -> None:
        super().__init__(
            "Please verify if all requested products are assigned to the category.",
            errors={str(each): "The product is not assigned to the category." for each in product_ids},
        )
