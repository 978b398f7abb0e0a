"""Brands of products."""
