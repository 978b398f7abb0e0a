"""Modifiers: choices of a product that make no variants, with their values."""
