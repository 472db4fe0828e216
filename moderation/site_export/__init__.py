"""A whole site as JSON Lines: docs/portability.md is the format."""
