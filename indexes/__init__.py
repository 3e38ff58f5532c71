"""Vectors on disk: the FAISS index behind a small interface, and snapshot generations."""
