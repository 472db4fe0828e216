"""The sender alone, without Celery around it: `python -m tests.faults.sending_process`.

What is killed again and again has to be started again and again, and a whole worker takes seconds.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")
django.setup()

from django.conf import settings  # noqa: E402

from discussion.sender import Sender  # noqa: E402

if __name__ == "__main__":
    Sender(settings.WEBHOOK_THREADS).run()
