"""What can be wrong with a variant, in the words and codes of the wire (behaviour 4.4, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openshelf.wire.problems import Conflict, InvalidFields, NotFound, PayloadTooLarge, Problem, Unprocessable


class VariantNotFound(NotFound):
    def __init__(self, variant_id: int) -> None:
        super().__init__(f"The variant with id {variant_id} does not exist")


class CombinationExists(Conflict):
    code = 22010

    def __init__(self) -> None:
        text = "Variant with the same option values set exists"
        super().__init__(text, errors={"option_values": text})


class IncompleteCombination(InvalidFields):
    def __init__(self) -> None:
        super().__init__(
            {
                "option_values": "option_values must give the id and option_id of a value of each option of the product"
            }
        )


class SkuEmpty(Unprocessable):
    code = 22004

    def __init__(self) -> None:
        text = "Variant sku cannot be empty"
        super().__init__(text, errors={"sku": text})


class StockNotSaved(Unprocessable):
    """The variant was saved and its stock was not: the part of a 207 that says so (behaviour 1.5.1)."""

    def __init__(self, level: int | None) -> None:
        text = f"inventory_level must be between 0 and 2147483647, not {level}"
        super().__init__("The variant was saved, but its inventory was not", errors={"inventory_level": text})


class TooManyVariants(Unprocessable):
    def __init__(self, most: int) -> None:
        text = f"A product may have at most {most} variants"
        super().__init__(text, errors={"variants": text})


class BaseVariantStays(Unprocessable):
    """A product always has a variant: the base one goes when the first real one comes (behaviour 4.7.1)."""

    def __init__(self) -> None:
        super().__init__("The base variant of a product cannot be deleted")


class BatchTooLarge(PayloadTooLarge):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"The request payload is too large. The maximum items allowed in the array is {most}", errors={}
        )


class BatchFailed(Unprocessable):
    """Nothing of the batch was saved; each item that was wrong has its own problem (behaviour 1.5.4)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The batch could not be saved")
        self.problems = problems

    def body(self) -> dict[str, Any]:
        return {"batch_errors": [problem.body() for problem in self.problems]}
