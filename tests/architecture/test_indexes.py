"""Tables that every act writes carry no index that another one begins with: it would be written and never needed."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# What an act, a warning or a notice writes. Elsewhere Django's own index of each foreign key does no harm.
WRITTEN = ("matters_", "notifications_", "service_case")

COLUMNS = """
SELECT t.relname, i.relname, x.indisunique, x.indpred IS NOT NULL,
       (SELECT array_agg(coalesce(a.attname, '()') ORDER BY k.place)
          FROM unnest(x.indkey) WITH ORDINALITY k(number, place)
          LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
  FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
 WHERE t.relname LIKE ANY (%s)
"""


def test_no_index_of_what_acts_write_is_the_beginning_of_another():
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [[f"{name}%" for name in WRITTEN]])
        found = [row for row in cursor.fetchall() if not row[3] and not row[1].endswith("_like")]
    assert len(found) > 60
    superfluous = [
        name
        for table, name, unique, _, columns in found
        for other, longer, _, _, its in found
        if not unique and table == other and name != longer and columns == its[: len(columns)]
    ]
    assert superfluous == []
