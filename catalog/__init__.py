"""What the shop knows: records, file formats, filters, the DuckDB store, the demo shop."""
