"""Settings, read from the environment. docs/settings.md lists every variable.

Without DATABASE_URL the project runs embedded: SQLite and a Valkey of its own, both below
DISCUSSION_DATA.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from discussion import (
    addresses,
    beat,
    databases,
    environment,
    logs,
    oidc_settings,
    rates,
    redis_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.read("DISCUSSION_DATA", str(BASE_DIR / ".data"))).resolve()

DATABASE_URL = environment.address("DATABASE_URL", "", ["postgres", "postgresql"])
EMBEDDED = not DATABASE_URL
# Lets whoever opens an article page comment under a name of their choice: for a trial on one's own
# machine, where `manage.py up` sets it, and nowhere else.
DEMO = environment.flag("DEMO", default=False)
if DEMO and not EMBEDDED:
    raise environment.wrong("DEMO", "1", "no value: with DATABASE_URL set anybody could post")

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.kept_secret("SECRET_KEY", DATA_DIR, may_create=EMBEDDED)
# The audit chain and every fingerprint of a text are keyed apart from Django's own key, so that
# rotating sessions does not break the chain.
AUDIT_KEY = environment.kept_secret("AUDIT_KEY", DATA_DIR, may_create=EMBEDDED)
# Newest first: the first seals, all open.
SEALING_KEYS = [
    environment.kept_secret("SEALING_KEY", DATA_DIR, may_create=EMBEDDED),
    *environment.words("SEALING_KEYS_RETIRED", []),
]
# Where readers find this service: permalinks and the Location header start with it.
PUBLIC_URL = environment.address("PUBLIC_URL", "", ["https", "http"])
PUBLIC_URL_CHOSEN = bool(PUBLIC_URL)
if EMBEDDED:
    PUBLIC_URL = PUBLIC_URL or "http://127.0.0.1:8000"
PUBLIC_URL = environment.required(
    "PUBLIC_URL", PUBLIC_URL, "With DATABASE_URL set, give the address that readers use"
)
ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS",
    ["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [str(urlsplit(PUBLIC_URL).hostname)],
)
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, at_most=10)

INSTALLED_APPS = [
    "discussion.apps.DiscussionConfig",
    "articles.apps.ArticlesConfig",
    "moderation.apps.ModerationConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "discussion.request_id.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before the wall, so that a page of a site can read also what the wall answers.
    "corsheaders.middleware.CorsMiddleware",
    "articles.api.wall.RequestWall",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "moderation.staff.gate.SignInGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "discussion.urls"
WSGI_APPLICATION = "discussion.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# What of the database's clients is between it and this process (discussion/databases.py).
DATABASE_POOLER = environment.choice("DATABASE_POOLER", "none", databases.POOLERS)
REPLICA_URL = environment.address("DATABASE_REPLICA_URL", "", ["postgres", "postgresql"])
if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "discussion.sqlite3",
            # Opening the file anew and setting it up cost each request half of its time (measured).
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE takes the write lock at BEGIN: a read that turns into a write
                # would fail with "database is locked" whatever the time-out.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;PRAGMA cache_size=-16000"
                ),
            },
        }
    }
    databases.refuse_embedded(
        [
            ("DATABASE_REPLICA_URL", bool(REPLICA_URL)),
            ("DATABASE_POOLER", DATABASE_POOLER != "none"),
        ]
    )
else:
    DATABASES = databases.of_server(
        DATABASE_URL,
        REPLICA_URL,
        kept_seconds=environment.number("CONN_MAX_AGE", 60),
        pooler=DATABASE_POOLER,
    )
DATABASE_ROUTERS = ["discussion.replica.OnlyWhatMayBeLate"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "discussion.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "moderation.backend.MembershipBackend",
]

SOCKET_DIR = environment.socket_folder(DATA_DIR)
redis_address.refuse_cluster(environment.read("REDIS_URL"))
REDIS_URL = environment.address("REDIS_URL", "", redis_address.SCHEMES)
# `manage.py up` brings a broker of its own where none is named.
BROKER_EMBEDDED = EMBEDDED and not REDIS_URL
if BROKER_EMBEDDED:
    REDIS_URL = f"unix://{SOCKET_DIR}/broker.sock"
REDIS_URL = environment.required(
    "REDIS_URL", REDIS_URL, "With DATABASE_URL set, give the address of the Redis server"
)
# What the Sentinels of `redis+sentinel://` ask for, where it is not nothing.
REDIS_SENTINEL_PASSWORD = environment.read("REDIS_SENTINEL_PASSWORD")
REDIS_URL = redis_address.checked(REDIS_URL, REDIS_SENTINEL_PASSWORD)
# Whoever answers a reader gives up on a broker or cache that hangs after this many seconds.
REDIS_SECONDS = 0.5
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # A list: the commas of several Sentinels do not separate servers.
        "LOCATION": [REDIS_URL],
        "KEY_PREFIX": "discussion",
        "OPTIONS": {
            "pool_class": redis_address.pool_class(REDIS_URL),
            **redis_address.pool_options(REDIS_URL, REDIS_SECONDS, REDIS_SENTINEL_PASSWORD),
        },
    }
}
# What each web process keeps of finished public pages (discussion/api/page_memory.py).
PAGE_MEMORY_MEGABYTES = environment.number("PAGE_MEMORY_MEGABYTES", 32, at_most=10_000)

# The seam between `discussion` and `moderation`: who judges a revision (discussion/screening.py).
COMMENT_SCREENER = "moderation.intake.screener"
# Who keeps something of a person, and so can tell and forget it (discussion/person/keepers.py).
PERSON_KEEPERS = ["discussion.person.keeper.keeper", "moderation.person.keeper.keeper"]
DISCUSSION_SCORER = environment.read("DISCUSSION_SCORER", "compact")
# Where `manage.py fetch_scorer` puts published weights.
DISCUSSION_SCORERS_DIR = Path(environment.read("DISCUSSION_SCORERS", str(DATA_DIR / "scorers")))
# Opens /metrics to a scraper on another machine; without it only this machine may ask.
OPERATOR_TOKEN = environment.read("OPERATOR_TOKEN")
LEASE_SECONDS = environment.number("LEASE_SECONDS", 45, at_least=2, at_most=600)
SWEEP_SECONDS = environment.number("SWEEP_SECONDS", 10, at_least=1, at_most=600)
TEXT_SECONDS = environment.number("TEXT_SECONDS", 25, at_least=1, at_most=300)
# Threads of a web process that may wait for a worker's answer (moderation/asking/), of all it has.
SCORE_WAITERS = environment.number("SCORE_WAITERS", 2, at_least=1, at_most=100)

# A webhook's receiver has so long to answer; a sender that was killed keeps its messages for three
# times that. Threads for webhooks in each `outward` worker; half of them at most for receivers that
# fail or are slow.
WEBHOOK_SECONDS = environment.number("WEBHOOK_SECONDS", 10, at_least=1, at_most=30)
WEBHOOK_THREADS = environment.number("WEBHOOK_THREADS", 16, at_least=2, at_most=200)

CELERY_BROKER_URL, FINDING_THE_BROKER = redis_address.for_celery(REDIS_URL, REDIS_SENTINEL_PASSWORD)
CELERY_TASK_IGNORE_RESULT = True
# These wait for others' servers, up to ten seconds a try: not where comments are judged.
CELERY_TASK_ROUTES = {
    task: {"queue": "outward"}
    for task in (
        "discussion.deliver_notifications",
        "discussion.fetch_key_sets",
        "moderation.deliver_alerts",
        "moderation.mail_notices",
    )
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# No limit of tasks a child: hints count, though most find nothing to do, and a child at its limit
# would end with its sweep in the middle of a claim. The model is shared and does not grow.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker that lost its broker for an hour is still wanted: the sweep needs no broker.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Concerns late acknowledgement alone, which nothing here uses; unset it is warned about.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
# Above any task's time; the defaults would look for a dead worker's messages every 100 s only.
WORKER_TRANSPORT_OPTIONS = {
    **FINDING_THE_BROKER,
    "visibility_timeout": 120 if EMBEDDED else 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
# Everybody but the worker: one try, in little time. The row is the queue, a message only a hint.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **WORKER_TRANSPORT_OPTIONS,
    "max_retries": 0,
    "retry_on_timeout": False,
    "socket_timeout": REDIS_SECONDS,
    "socket_connect_timeout": REDIS_SECONDS,
}
CELERY_BEAT_SCHEDULE = beat.schedule(SWEEP_SECONDS)
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- How staff sign in: docs/staff-sign-in.md. A password alone will do for a trial. ---
STAFF_SECOND_FACTOR = environment.choice(
    "STAFF_SECOND_FACTOR", "optional" if EMBEDDED else "required", ["required", "optional"]
)
STAFF_IDLE_MINUTES = environment.number("STAFF_IDLE_MINUTES", 480, at_least=5, at_most=10_080)
STAFF_SESSION_HOURS = environment.number("STAFF_SESSION_HOURS", 12, at_least=1, at_most=168)
SESSION_ENGINE = "moderation.staff.sessions"
# The row says when a session ends; the cookie goes with the browser.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OIDC = oidc_settings.from_environment()

USE_TZ = True
FORMAT_MODULE_PATH = ["discussion.formats"]
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"

STATIC_URL = "static/"
# Embedded, the files are served from where they are; in server mode from where `collectstatic`
# put them, under names that change with their content.
STATIC_ROOT = None if EMBEDDED else DATA_DIR / "static"
WHITENOISE_USE_FINDERS = EMBEDDED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024
# Private, loopback and link-local addresses are never called on behalf of a site (outward.py),
# unless the operator names them.
WEBHOOK_ALLOWED_ADDRESSES: list[addresses.Network] = environment.read_as(
    "WEBHOOK_ALLOWED_ADDRESSES",
    [],
    addresses.networks,
    "addresses or networks like 10.1.2.3, fd00::/8, separated by commas",
)

# What a browser may do with a page. HTTPS is on when readers come by https.
HTTPS = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=HTTPS)
# Probes and scrapers come to the process itself, within the house.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# A __Host- cookie cannot be set by another host of the same domain, nor over http.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS", [])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Mail: embedded into files; in server mode nowhere until EMAIL_URL names a server
# (discussion.W001) ---
EMAIL_URL = environment.address("EMAIL_URL", "", ["smtp", "smtp+tls", "smtp+ssl"])
MAIL_SERVER = environ.Env.email_url_config(EMAIL_URL) if EMAIL_URL else {}
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_URL
    else "django.core.mail.backends.filebased.EmailBackend"
    if EMBEDDED
    else "discussion.mailing.Nowhere"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = MAIL_SERVER.get("EMAIL_HOST", "")
EMAIL_HOST_USER = MAIL_SERVER.get("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = MAIL_SERVER.get("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = MAIL_SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL_SERVER.get("EMAIL_USE_SSL", False)
EMAIL_PORT = MAIL_SERVER.get("EMAIL_PORT") or (
    465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25
)
# A server that hangs is one that is away: the mail is kept and tried again.
EMAIL_TIMEOUT = 10
MAIL_FROM = environment.sender("MAIL_FROM", f"no-reply@{urlsplit(PUBLIC_URL).hostname}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# Who writes the mail on each topic (discussion/letters/base.py).
NOTIFICATION_LETTERS = {
    "reply": "discussion.letters.reply.reply_letter",
    "decision": "discussion.letters.decision.decision_letter",
    "change": "discussion.letters.change.change_letter",
    "appeal": "moderation.letters.appeal_letter",
    "sanction": "moderation.letters.sanction_letter",
}

# --- API: REST_FRAMEWORK, SPECTACULAR_SETTINGS, CORS_* ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "discussion.api.authentication.ReaderToken",
        "discussion.api.session.SessionReader",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["discussion.api.throttles.BucketThrottle"],
    "DEFAULT_PARSER_CLASSES": ["articles.api.wall.WallParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "articles.api.negotiation.OnlyJson",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "discussion.api.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
# How often one caller may call, by bucket (docs/api.md); each is also THROTTLE_<BUCKET>. A trial on
# one's own machine is one caller with many hats.
THROTTLES = {
    bucket: environment.read_as(
        f"THROTTLE_{bucket.upper()}",
        "60000/minute" if DEMO else default,
        rates.checked,
        "rates like 600/minute or 1 per 10 second; 30/hour",
    )
    for bucket, default in {
        "read": "600/minute",
        "poll": "3000/minute",
        "post": "6/minute; 60/hour",
        "check": "10/minute; 60/hour",
        "guest": "5/hour; 20/day",
        "analyze": "120/minute",
        "edit": "10/hour",
        "mute": "30/minute; 200/hour",
        "react": "60/minute; 600/hour",
        "me": "10/hour; 20/day",
        "report": "30/hour",
        "notice": "5/hour; 20/day",
        "appeal": "10/hour",
        "site_write": "120/minute",
        "article_lazy": "30/minute; 200/hour",
        "sign_in": "5 per 15 minute",
        "sign_in_code": "5 per 15 minute; 50/day",
        "sign_in_provider": "60 per 15 minute",
    }.items()
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Discussion",
    "DESCRIPTION": "Comments for news sites, judged clause by clause against a published policy.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "ModerationAction": "moderation.api.serializers.ACTIONS",
        "AppealAction": "moderation.api.appeal_shapes.APPEAL_ACTIONS",
        "AppealState": "moderation.api.appeal_serializers.APPEAL_STATES",
        "SanctionKind": "moderation.api.sanction_serializers.KINDS",
        "StartedJobKind": "moderation.api.sanction_serializers.STARTED",
        "JobKind": "moderation.api.sanction_serializers.JOB_KINDS",
        "JobState": "moderation.api.sanction_serializers.JOB_STATES",
    },
}
CSRF_FAILURE_VIEW = "discussion.api.errors.csrf_failure"
# Which origins may read is asked per site: discussion/api/cors.py.
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-ID",
]

LOG_LEVEL = environment.choice("LOG_LEVEL", "info", ["debug", "info", "warning", "error"])
LOG_FORMAT = environment.choice("LOG_FORMAT", "text" if EMBEDDED else "json", ["json", "text"])
LOGGING = logs.configuration(LOG_LEVEL, LOG_FORMAT)
