"""What a toxicity model cannot tell: one detector, one file; in_use.py lists them."""
