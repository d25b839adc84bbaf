"""The commands, one module for each script."""
