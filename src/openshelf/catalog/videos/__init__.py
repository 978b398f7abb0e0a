"""Videos of products."""
