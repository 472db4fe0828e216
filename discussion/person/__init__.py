"""All that is kept of one person: told to them, or forgotten."""
