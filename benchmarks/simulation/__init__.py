"""The service as a discrete-event simulation: what waits for what, from measured costs."""
