"""Releases: what each held, what changed since, and which version that allows.

A release leaves a record in `data/releases/`, made by `record`; `archive` keeps the newest in full
and rebuilds the others. `compare` tells two states of the package apart, `version` says which
number the changes allow, `check` refuses a number that claims less, and `build` makes the files
that are published.
"""
