"""Several turns with one shop: what a turn means, what is remembered, what is asked back."""
