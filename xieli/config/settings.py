"""One settings file, driven by the environment. Every variable is listed in docs/howto/configure.md."""

import os
from pathlib import Path

from xieli.config import log
from xieli.config.database import database_from_environment
from xieli.config.environment import directory_for_data, flag, listed, mail_address, number, secret_key
from xieli.config.procedures import PROCEDURES

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = directory_for_data(BASE_DIR)

DEBUG = flag("XIELI_DEBUG")
DEMO = flag("XIELI_DEMO")  # the login page shows who can be tried
SECRET_KEY = secret_key(VAR)
SECRET_KEY_FALLBACKS = listed("XIELI_SECRET_KEY_FALLBACKS", "")
BASE_URL = os.environ.get("XIELI_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = listed("XIELI_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
COMPANY_NAME = os.environ.get("XIELI_COMPANY", "启元绿充科技有限公司")
COMPANY_CODE = os.environ.get("XIELI_COMPANY_CODE", "绿充")  # 机关代字: with it every 文号 begins
HOTLINE = os.environ.get("XIELI_HOTLINE", "")  # printed on the customers' pages

PROCEDURE_APPS = list(dict.fromkeys(path.rsplit(".", 2)[0] for path in PROCEDURES))

INSTALLED_APPS = [
    "xieli.core",
    "xieli.worktime",
    "xieli.organisation",
    "xieli.accounts",
    "xieli.regulation",
    "xieli.goals",
    "xieli.customers",
    "xieli.stations",
    "xieli.search",
    "xieli.documents",
    "xieli.notifications",
    "xieli.matters",
    "xieli.alerts",
    *PROCEDURE_APPS,
    "xieli.desk",
    "xieli.portal",
    "xieli.api",
    "xieli.cli",
    # django-cotton and template-partials are no apps here: TEMPLATES names their loaders and tags, `core` the rest;
    # as apps they would load Django's administration pages into every process.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "xieli.core.requests.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xieli.core.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xieli.accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xieli.core.middleware.PagesMiddleware",
    "xieli.core.readonly.ReadOnlyMiddleware",
]

ROOT_URLCONF = "xieli.config.urls"
WSGI_APPLICATION = "xieli.config.wsgi.application"
ASGI_APPLICATION = "xieli.config.asgi.application"

DATABASES = {"default": database_from_environment(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because limits of tries must hold across processes and restarts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["xieli.accounts.backends.AccountBackend"]
SESSION_ENGINE = "xieli.accounts.sessions"
LOGIN_URL = "accounts:login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "xieli.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "xieli.accounts.passwords.NotCommon"},
    {"NAME": "xieli.accounts.passwords.NotAboutYourself"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS: list[Path] = []
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xieli.desk.frame.page",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "xieli.core.templatetags.components",
                "template_partials.templatetags.partials",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    },
]

# Static files are served from where they lie, by the web process itself: no collecting, no second server.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+[.-][0-9A-Za-z]{8,}\.\w+$"
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
LARGEST_UPLOAD = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # fields only; files are spooled to disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a plan's table has eleven in each of its rows

# Behind TLS everything insists on it. BASE_URL is what people type, whatever stands in between.
TLS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 365 * 86400 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
BEHIND_PROXY = flag("XIELI_BEHIND_PROXY")  # what it says of scheme and address is believed
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 12 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
FORM_RENDERER = "xieli.core.controls.Renderer"
CSRF_FAILURE_VIEW = "xieli.core.errors.csrf_failure"

# Nothing inline and nothing from elsewhere; one policy for all pages. A file sent with a stricter one keeps it.
CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}

# Without a mail server, letters lie in `var/mail` to be read.
EMAIL_HOST = os.environ.get("XIELI_SMTP_HOST", "")
EMAIL_PORT = number("XIELI_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("XIELI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("XIELI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("XIELI_SMTP_STARTTLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("XIELI_MAIL_FROM", "xieli@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = "[协力] "
ADMINS = [(address, address) for address in listed("XIELI_ADMIN_MAIL", "")]

# The mailbox into which replies to letters come. Without it, letters say that they can't be answered.
IMAP_HOST = os.environ.get("XIELI_IMAP_HOST", "")
IMAP_TLS = flag("XIELI_IMAP_TLS", default=True)
IMAP_PORT = number("XIELI_IMAP_PORT", 993 if IMAP_TLS else 143)
IMAP_USER = os.environ.get("XIELI_IMAP_USER", "")
IMAP_PASSWORD = os.environ.get("XIELI_IMAP_PASSWORD", "")
IMAP_FOLDER = os.environ.get("XIELI_IMAP_FOLDER", "INBOX")
REPLY_ADDRESS = mail_address("XIELI_REPLY_ADDRESS")  # reply@company.com, or with a star where the ticket goes
# Where robots may be besides the services' own addresses: https://chat.company.com of an installation of one's own.
ROBOT_HOSTS = listed("XIELI_ROBOT_HOSTS", "")

LOGGING = log.configure(os.environ.get("XIELI_LOG", "json"), os.environ.get("XIELI_LOG_LEVEL", "INFO"))

# Working with matters: what holds where a procedure declares nothing, the longest pause a holder takes alone, and
# after how many days a draft nobody touched is cleared with its files.
DEFAULT_ALLOWANCE = "5 WD"
LONGEST_OWN_PAUSE_DAYS = 3
DRAFTS_KEPT_DAYS = number("XIELI_DRAFTS_KEPT_DAYS", 90)

# Projects (4.1.b): above this budget in CNY the general manager decides; from so many departments on it is major.
MAJOR_PROJECT_BUDGET = 1_000_000
MAJOR_PROJECT_DEPARTMENTS = 4
