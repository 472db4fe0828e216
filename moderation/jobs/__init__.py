"""Work on many comments that takes longer than a request."""
