"""Settings of a Django application of Debian's package: what `startproject` gives, without what is not used here."""

import os
from urllib.parse import urlsplit

_address = urlsplit(os.environ["DATABASE_URL"])

SECRET_KEY = "a secret of this host"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.path.lstrip("/"),
        "USER": _address.username,
        "PASSWORD": _address.password or "",
        "HOST": _address.hostname,
        "PORT": _address.port,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "main"
USE_TZ = True
TIME_ZONE = os.environ.get("HOST_TIME_ZONE", "UTC")

if os.environ.get("HOST_USERS") == "custom":
    INSTALLED_APPS += ["people"]
    AUTH_USER_MODEL = "people.Person"
