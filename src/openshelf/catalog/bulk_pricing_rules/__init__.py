"""Bulk pricing rules of products."""
