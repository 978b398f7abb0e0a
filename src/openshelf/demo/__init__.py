"""The sample shop of `make demo`: its catalogue, the pictures drawn by our own code, and how both get in."""
