"""The domain: claims and their sentences, passages, seals, inter-coder reliability."""
