"""The summary of the catalog."""
