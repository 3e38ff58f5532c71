"""Training of the decoder: worked examples, LoRA, and the fitting of its choice of a card."""
