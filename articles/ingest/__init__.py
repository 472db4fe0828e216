"""Articles from outside: read (pure), then stored."""
