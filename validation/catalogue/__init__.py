"""The catalogue of rules, with the words of every message, and what a finding is."""
