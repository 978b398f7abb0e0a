"""Metafields of products, variants, brands and categories: what apps keep with a resource."""
