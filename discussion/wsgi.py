"""The WSGI entry that granian serves."""

import os
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from discussion.schema import refuse_later_schema
from discussion.servers import refuse_wrong_servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")

django = get_wsgi_application()
refuse_later_schema()
refuse_wrong_servers()
# By name: it has models, which are there only now.
application: WSGIApplication = import_string("discussion.lane.lane.FastLane")(django)
