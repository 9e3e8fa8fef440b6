"""The pages, for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieli.config.settings")
gc.disable()  # what a start makes stays: looking through it for what could go takes a tenth of the time
application = get_wsgi_application()
_pages = get_resolver().url_patterns  # now, so that not the first who asks waits for it
gc.freeze()
gc.enable()
