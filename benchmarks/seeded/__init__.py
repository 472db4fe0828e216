"""Threads stored at once: the rows as the product's flows leave them, without running the flows."""
