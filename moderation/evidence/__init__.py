"""A case kept for counsel or police."""
