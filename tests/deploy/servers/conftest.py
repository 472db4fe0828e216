"""Parts that only a server has: collected where the tests run on PostgreSQL and Redis."""

from django.conf import settings

collect_ignore_glob = ["test_*.py"] if settings.EMBEDDED else []
