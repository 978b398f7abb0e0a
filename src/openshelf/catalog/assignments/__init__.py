"""Which categories and which channels a product belongs to."""
