"""How staff sign in: passwords, codes, sessions, and the account at a provider."""
