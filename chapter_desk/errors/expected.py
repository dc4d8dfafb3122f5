"""What every expected error is: a fact of the world, told by `core.explain`."""


class ChapterDeskError(Exception):
    """Base of all errors that are the world's doing and not the program's."""
