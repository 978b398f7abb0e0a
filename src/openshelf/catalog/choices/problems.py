"""What can be wrong with an option or a modifier, in the words of the wire (behaviour 5.15)."""

from __future__ import annotations

from openshelf.wire.problems import Conflict, Unprocessable

MAX_VALUES = 250


class DisplayNameUsed(Conflict):
    def __init__(self, name: str) -> None:
        text = f"The display name {name} has already been used on this product."
        super().__init__(text, errors={"display_name": text})


class LabelUsed(Unprocessable):
    def __init__(self, label: str) -> None:
        text = f'The option label: "{label}" value is already used on this option.'
        super().__init__(text, errors={"label": text})


class SeveralDefaults(Unprocessable):
    def __init__(self) -> None:
        text = "An option or modifier must have not more than one default"
        super().__init__(text, errors={"option_values": text})


class TooManyValues(Unprocessable):
    def __init__(self) -> None:
        text = f"An option may have at most {MAX_VALUES} values"
        super().__init__(text, errors={"option_values": text})
