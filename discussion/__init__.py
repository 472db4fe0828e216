"""The project package: wiring, and the app of comments.

Celery finds its application here (`celery -A discussion`).
"""

from discussion.celery import app as celery_app

__all__ = ["celery_app"]
