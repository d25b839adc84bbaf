"""The catalogue of rules with all their messages, and the type of a finding."""
