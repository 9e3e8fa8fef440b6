"""Django's own checks, as if in production: `check --deploy` without a warning, and no model without its migration."""

import os
import secrets
import sys
import tempfile


def main() -> int:
    """0 when both are content."""
    with tempfile.TemporaryDirectory() as var:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "xieli.config.settings",
            "XIELI_BASE_URL": "https://xieli.example.com",
            "XIELI_HOSTS": "xieli.example.com",
            "XIELI_SECRET_KEY": secrets.token_urlsafe(48),
            "XIELI_VAR": var,
            "DATABASE_URL": "postgresql://nobody@/none?host=/nowhere",
        }
        import warnings

        import django
        from django.core.management import call_command
        from django.core.management.base import SystemCheckError

        # Migrations are compared with the models, not with a database.
        warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
        django.setup()
        try:
            call_command("check", deploy=True, fail_level="WARNING")
            call_command("makemigrations", check=True, dry_run=True)
        except SystemCheckError as problem:
            print(problem)
            return 1
        except SystemExit as problem:
            return int(problem.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
