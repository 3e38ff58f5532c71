"""Reranking the best candidates of a request with a cross-encoder that a shop trains on judgements.

A cross-encoder reads request and product together, so it sees what two vectors made apart can't.
`examples` makes graded pairs of judgements, `training` runs sentence-transformers' trainer,
`pair_export` and `pair_engine` are its int8 form on a CPU, `checks` decides whether it may serve,
`reranker` is what serves.
"""
