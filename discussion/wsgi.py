"""The WSGI entry that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from discussion.schema import refuse_later_schema
from discussion.servers import refuse_wrong_servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")

application = get_wsgi_application()
refuse_later_schema()
refuse_wrong_servers()
