"""Half-typed text, kept inside the encrypted file while the chapter is locked or closed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from chapter_desk.store import schema
from chapter_desk.store.database import Database


class Drafts:
    """Keeps what was typed but not saved yet, one entry a key.  It never leaves this laptop."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, key: str, content: Any) -> None:
        """Keep `content` (anything JSON can say) in the place of what was kept under this key."""
        self.save_all({key: content})

    def save_all(self, contents: Mapping[str, Any]) -> None:
        """Keep several at once."""
        if not contents:
            return
        with self._db.write_local() as connection:
            connection.execute(delete(schema.draft).where(schema.draft.c.key.in_(list(contents))))
            connection.execute(
                schema.draft.insert(),
                [{"key": key, "content": content, "at": self._db.now()} for key, content in contents.items()],
            )

    def load(self, key: str) -> Any:
        """Return what was kept under this key, None if nothing was."""
        with self._db.read() as connection:
            return connection.scalar(select(schema.draft.c.content).where(schema.draft.c.key == key))

    def load_all(self) -> dict[str, Any]:
        """Return everything that is kept, by key."""
        with self._db.read() as connection:
            rows = connection.execute(select(schema.draft.c.key, schema.draft.c.content)).all()
        return {row.key: row.content for row in rows}

    def clear(self, key: str) -> None:
        """Forget what was kept: it was saved where it belongs, or given up."""
        with self._db.write_local() as connection:
            connection.execute(delete(schema.draft).where(schema.draft.c.key == key))
