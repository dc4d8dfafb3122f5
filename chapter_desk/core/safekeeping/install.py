"""The id of this program on this computer: how a chapter file notices that it was carried to another one."""

from uuid import uuid4

from chapter_desk.files import data_home


def install_id() -> str:
    """Return the id, made on first use.  It is random and says nothing about the computer."""
    path = data_home() / "install-id"
    try:
        found = path.read_text().strip()
    except FileNotFoundError:
        found = ""
    if found:
        return found
    path.parent.mkdir(parents=True, exist_ok=True)
    made = str(uuid4())
    path.write_text(made)
    return made
