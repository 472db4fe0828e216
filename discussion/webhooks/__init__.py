"""What a site's own servers are told: which events, in which words, and when again."""
