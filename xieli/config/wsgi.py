"""The pages, for a WSGI server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieli.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # before the first reader comes, who would wait seconds for it
