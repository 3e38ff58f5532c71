"""shopctl: the shopping guide a shop can run itself."""
