"""Words that were not understood: said in the language of the program, with where to read on."""

# Typer carries its own Click, and names these nowhere else.
from typer._click.exceptions import BadParameter, MissingParameter, NoSuchOption, UsageError

from chapter_desk.i18n import _

__all__ = ["UsageError", "usage_words"]


def usage_words(error: UsageError) -> str:
    """Return what was not understood, and the command that tells what is."""
    where = error.ctx.command_path if error.ctx is not None else "chapter-desk"
    more = _("“{command}” tells what it takes.").format(command=f"{where} --help")
    return f"{_what(error)}\n{more}"


def _what(error: UsageError) -> str:
    if isinstance(error, NoSuchOption):
        return _("There is no option {name}.").format(name=error.option_name)
    name = _name_of(error)
    if isinstance(error, MissingParameter):
        return _("{name} is missing.").format(name=name)
    if isinstance(error, BadParameter):
        if getattr(error, "param", None) is None:  # said by a command of ours
            return error.message
        return _("What was given for {name} cannot be used.").format(name=name)
    return _("These words are not understood.")


def _name_of(error: UsageError) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return _("A word")
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar or param.name.upper())
