"""The fast lane: public pages of comments, answered before Django (lane.py says what and why)."""
