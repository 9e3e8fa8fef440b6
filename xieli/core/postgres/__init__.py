"""The embedded PostgreSQL of the try-out, of development and of the tests, and what is asked of any PostgreSQL."""

from xieli.core.postgres.cluster import Cluster, ClusterError
from xieli.core.postgres.place import Place

__all__ = ["Cluster", "ClusterError", "Place"]
