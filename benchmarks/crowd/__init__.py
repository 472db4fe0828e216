"""A web load test as people would make it: readers, writers and moderators, by an open clock."""
