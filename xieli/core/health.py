"""Two addresses for whoever watches the servers: is the process alive, and can it do its work."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; touches nothing else."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and its tables are those of this release, else 503 with the reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        count = waiting()
    except Error:
        return JsonResponse({"status": "no database"}, status=503)
    if count:
        return JsonResponse({"status": "migrations wait", "count": count}, status=503)
    return JsonResponse({"status": "ready"})


def waiting() -> int:
    """How many migrations of this release the database has not had yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


# They tell nothing about anybody, and a load balancer asks without a login.
alive.policy = ready.policy = "public"  # type: ignore[attr-defined]
