"""Comments of other systems: each format is read into the same few records (records.py)."""
