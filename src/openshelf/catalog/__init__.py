"""The V3 Catalog, a package a resource.

Each has `schemas` (wire shapes), `service` (rules), `repository` (SQL) and `routes` (operations): the operation of
`/catalog/products/{id}/variants/…` is in `variants/routes.py`.
"""
