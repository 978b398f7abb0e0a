"""`openshelf doctor`"""


def doctor() -> None:
    """Check."""
