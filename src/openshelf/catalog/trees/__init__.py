"""Category trees, and the newer face of the categories in them."""
