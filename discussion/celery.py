"""The Celery application. Its settings are Django's, under the prefix `CELERY_`."""

import logging.config
import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import beat_init, celeryd_init, setup_logging, worker_init, worker_ready
from django.conf import settings

from discussion.notify import say_ready
from discussion.schema import refuse_later_schema
from discussion.servers import refuse_wrong_servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")

# Containers run as root; what the warning is about, pickled messages, is not accepted here.
warnings.filterwarnings("ignore", category=SecurityWarning)

# The queues: work on comments, which loads a model, and everything that waits for others' servers.
JUDGING = "celery"
OUTWARD = "outward"

app = Celery("discussion")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Before a model is loaded or a child forked.
for refuse in (refuse_later_schema, refuse_wrong_servers):
    worker_init.connect(refuse)
    beat_init.connect(refuse)


def takes_from(queue: str, worker: Any) -> bool:
    """Whether the worker, as Celery's signals name it, takes from that queue."""
    return queue in worker.app.amqp.queues.consume_from


@celeryd_init.connect
def wait_patiently_for_work(conf: Any, **_: Any) -> None:
    """A worker waits on its broker as long as it takes; only publishers are in a hurry."""
    conf.broker_transport_options = settings.WORKER_TRANSPORT_OPTIONS


@setup_logging.connect
def log_as_django_does(**_: Any) -> None:
    """Celery leaves its loggers alone when somebody answers this signal."""
    logging.config.dictConfig(settings.LOGGING)


@worker_ready.connect
def say_that_work_is_taken(**_: Any) -> None:
    """For whoever started this worker and waits for it."""
    say_ready()
