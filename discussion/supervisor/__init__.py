"""Runs broker, web, worker and beat as one: what `manage.py up` stands on."""
