"""What moderation keeps of one person: told to them, or forgotten."""
