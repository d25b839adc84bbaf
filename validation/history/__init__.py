"""What releases held, and what has changed between two states."""
