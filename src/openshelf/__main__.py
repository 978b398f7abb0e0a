"""`python -m openshelf` is the same as `openshelf`."""

from openshelf.cli.main import main

main()
