"""A site's own service gives its opinion on a comment: signals, or that a person should look."""
