"""The servers that Openshelf is measured against: a floor and a conventional app for each claim."""
