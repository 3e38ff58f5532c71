"""The history encoder: a shopper's history to a vector in the space of the items, trained here."""
