"""What is over, by a site's rules, and how it goes."""
