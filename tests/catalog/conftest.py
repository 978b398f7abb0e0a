"""Products that several tests begin with."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, labels


@pytest.fixture
def shirt(client: Client) -> Any:
    """A product with a red and a blue variant."""
    return client.create_shirt(sizes=("S",))


@pytest.fixture
def red(shirt: Any) -> str:
    """The path of the shirt's red variant."""
    return f"/catalog/products/{shirt['id']}/variants/{shirt['variants'][0]['id']}"


@pytest.fixture
def cap(client: Client) -> Any:
    """A product with an option value that no variant has."""
    values = [{"label": "Red"}, {"label": "Blue"}]
    return client.create_product(
        "Cap",
        options=[{"display_name": "Color", "type": "dropdown", "option_values": values}],
        variants=[{"sku": "CAP-RED", "option_values": labels(Color="Red")}],
    )
