"""What can be wrong with a product, in the words of the wire (behaviour 4.4)."""

from __future__ import annotations

from openshelf.wire.problems import Conflict, PayloadTooLarge


class ProductNameDuplicate(Conflict):
    def __init__(self) -> None:
        title = "The product name is a duplicate"
        super().__init__(title, errors={"name": title})


class RecordMissing(Conflict):
    """A category, brand or tax class that is not there: 409 by the published text (behaviour 4.4, trap 16)."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"The product {field} is invalid", errors={field: text})


class BatchTooLarge(PayloadTooLarge):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"The request payload is too large. The maximum items allowed in the array is {most}.", errors={}
        )
