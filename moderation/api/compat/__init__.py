"""A call in the shape of another service, for its clients."""
