"""Reader tokens (JWT), read with every doubt against them: parts, then the key, then each claim."""

# What every token is for: `aud`.
AUDIENCE = "comments"
