"""Breaks a running service at random and judges, from outside, what it kept of its promises."""
