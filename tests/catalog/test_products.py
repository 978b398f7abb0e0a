from tests.support.client import Client

def test_a_bare_product_shows_every_default(client: Client) -> None:
    product = client.create_product()
    assert product["related_products"] == [-1]
    assert client.data(f"/catalog/products/{product['id']}") == product | {}
    shirt = client.create_shirt()
    assert len(shirt["variants"]) == 4
