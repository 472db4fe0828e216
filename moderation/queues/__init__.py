"""What waits, in its order: ranked, labelled, and read in parts."""
