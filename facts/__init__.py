"""What products tell of themselves, held against what is asked: measures, sizes, ends, counts, what speaks against them."""
