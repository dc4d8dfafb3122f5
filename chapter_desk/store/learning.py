"""Fields that a newer laptop had sent before this one knew them: after an update they find their columns.

They were kept in `unknown_fields` as they came, with their stamps, and a row counts the same in the digest
before and after; so nothing needs to be told to anybody.
"""

import json

from sqlalchemy import Connection, inspect

from chapter_desk.store import schema
from chapter_desk.store.columns import wired_json


def learn_fields(connection: Connection) -> None:
    """Move what rows hold in `unknown_fields` into the columns there are now, in the caller's transaction."""
    inspector = inspect(connection)
    here = set(inspector.get_table_names())
    for name, table in schema.REPLICATED.items():
        if name not in here:
            continue
        columns = {column["name"] for column in inspector.get_columns(name)}
        known = set(schema.fields_of(table)) & columns
        held = connection.exec_driver_sql(
            f'SELECT chapter_id, id, unknown_fields FROM "{name}" WHERE unknown_fields IS NOT NULL'
        )
        for chapter_id, id, text in held.fetchall():
            fields = json.loads(text)
            learned = {field: fields.pop(field) for field in sorted(known & fields.keys())}
            if not learned:
                continue
            listed = "".join(f'"{field}" = ?, ' for field in learned)
            rest = wired_json(fields) if fields else None
            connection.exec_driver_sql(
                f'UPDATE "{name}" SET {listed}unknown_fields = ? WHERE chapter_id = ? AND id = ?',
                (*learned.values(), rest, chapter_id, id),
            )
