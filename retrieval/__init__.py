"""Finding: encoder, lexical search, request understanding, fusion, and their evaluation."""
