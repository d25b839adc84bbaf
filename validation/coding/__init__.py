"""The domain: claims, the sentences about them, passages, seals, agreement of coders."""
