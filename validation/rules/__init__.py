"""The rules, by layer, and how they are run."""
