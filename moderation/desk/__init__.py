"""What a moderator sees of one case, and of all that surrounds it."""
