"""Articles in, immutable releases of searchable passages out."""
