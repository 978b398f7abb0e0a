"""Openshelf: the open, self-hosted catalog and image server that speaks BigCommerce's public API."""

from importlib.metadata import version

__version__ = version("openshelf")
