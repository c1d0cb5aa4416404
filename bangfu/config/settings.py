"""Settings. Workstreams are found by folder: adding one needs no edit here."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from bangfu.config.home import home, secret
from bangfu.kernel.discovery import child_packages

PACKAGE = Path(__file__).resolve().parent.parent
BANGFU_HOME = home()
SECRET_KEY = secret("django").hex()
BANGFU_FIELD_KEY = secret("fields")
BANGFU_INDEX_KEY = secret("index")
DEMO = os.environ.get("BANGFU_DEMO") == "1"
BANGFU_ENGINE = os.environ.get("BANGFU_ENGINE", "duckdb")  # screening: duckdb, database or spark
DEBUG = os.environ.get("BANGFU_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("BANGFU_HOSTS", "localhost 127.0.0.1 [::1]").split()
PUBLIC_ADDRESS = os.environ.get("BANGFU_ADDRESS", "")  # for links and QR codes in files written at the command line
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("BANGFU_ORIGINS", "").split() if o]

LAYERS = [
    "bangfu.kernel",
    "bangfu.parties",
    "bangfu.pairing",
    "bangfu.ledger",
    "bangfu.figures",
]
WORKSTREAMS = child_packages("bangfu.workstreams")
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "ninja",  # the API page's files
    *LAYERS,
    *WORKSTREAMS,
    "bangfu.reports",
    "bangfu.office",
    "bangfu.portal",
]
AUTH_USER_MODEL = "kernel.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bangfu.kernel.pages.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bangfu.kernel.pages.guard.RefusalMiddleware",
]
ROOT_URLCONF = "bangfu.config.urls"
WSGI_APPLICATION = "bangfu.config.wsgi.application"

SQLITE_OPTIONS = {
    # Measured: Django's defaults answer most concurrent writes with an error; these answer none.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}
if url := os.environ.get("BANGFU_DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=60)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BANGFU_HOME / "bangfu.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": 60,  # opening the file anew for each page takes as long as the page
        }
    }

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "bangfu.kernel.jinja_environment.environment"},
    },
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("zh-hant", _("繁體中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]  # each app brings its own; this layer is none
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BANGFU_HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 86400

LOGIN_URL = "/login/"
PUBLIC_HOME = "/public/"  # where strangers at the door are led; with no open public site it leads on to the log-in
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "bangfu.kernel.pages.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a message may hold a password
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("BANGFU_HTTPS") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
