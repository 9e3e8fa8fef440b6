"""Log lines: one JSON object each for machines, or a readable line at a terminal (XIELI_LOG=plain)."""

import sys
from typing import Any

# Where rich can be had, structlog loads it for tracebacks that are never printed here: a tenth of every start.
_absent: Any = None
_hidden = "rich" not in sys.modules
if _hidden:
    sys.modules["rich"] = _absent
import structlog  # noqa: E402

if _hidden:
    del sys.modules["rich"]

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(kind: str, level: str = "INFO") -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING, so that both speak with one voice. `kind`: json or plain."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderer(kind)],
            }
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["standard_error"], "level": "WARNING"},
        "loggers": {
            "xieli": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # A page that does not exist is told to whoever asked for it; the request's own line carries the status.
            "django.request": {"level": "ERROR"},
        },
    }


def _renderer(kind: str) -> list[Any]:
    if kind == "json":
        # Never the values of variables: among them are people's data and secrets.
        traceback = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [
            structlog.processors.ExceptionRenderer(traceback),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    if kind == "plain":
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    raise ValueError(f"XIELI_LOG must be json or plain, not {kind!r}")
