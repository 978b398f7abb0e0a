"""Categories: one table with two faces, `/catalog/categories` and `/catalog/trees/categories`."""
