"""Stores, the API accounts that may reach them, and their access tokens."""
