"""Open a package and hand out what is in it."""
