"""What can be wrong with a brand, in the words of the wire (behaviour 4.4, 7.8)."""

from __future__ import annotations

from openshelf.wire.problems import Conflict, NotFound, Unprocessable


class BrandNotFound(NotFound):
    def __init__(self, brand_id: int) -> None:
        super().__init__(f"A brand was not found with an id of {brand_id}")


class BrandNameDuplicate(Conflict):
    def __init__(self) -> None:
        title = "The brand name is a duplicate"
        super().__init__(title, errors={"name": title})


class TooManyBrands(Unprocessable):
    def __init__(self, most: int) -> None:
        text = f"A store may have at most {most} brands"
        super().__init__(text, errors={"name": text})


class BrandNameNeeded(Unprocessable):
    """Deleting by filter needs the name (behaviour 1.6.4)."""

    def __init__(self) -> None:
        super().__init__("The filter(s): name must be provided in order to delete brands")
