"""What the desk's people are told at once."""
