"""The command line: `openshelf serve`, `demo`, `account`, `openapi`, `doctor`, `migrate`."""
