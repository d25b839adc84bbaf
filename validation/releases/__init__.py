"""Releases: declare a version, check it, make its record and files, and verify a released zip.

`validation.history` has the records of releases in `data/releases/`, and compares two states of
the package.
"""
