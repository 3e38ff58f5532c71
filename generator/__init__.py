"""Saying: evidence, decoder, grounding, and their evaluation."""
