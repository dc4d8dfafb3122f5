"""How things stand with each gate of the memorandum, in a line of plain words."""

from chapter_desk.i18n import _, ngettext


def people(counted: int, least: int, without_contact: int) -> str:
    """Return how many people count, and how many more would with an e-mail or a phone."""
    if counted >= least:
        told = ngettext(
            "{n} person with a name and a way to reach them.",
            "{n} people with a name and a way to reach them.",
            counted,
        ).format(n=f"{counted:,}")
    else:
        told = _("{n} of {least} so far.").format(n=counted, least=least)
    if without_contact and counted < least:
        more = ngettext(
            "{n} more has no e-mail, phone or address yet.",
            "{n} more have no e-mail, phone or address yet.",
            without_contact,
        ).format(n=f"{without_contact:,}")
        return f"{told} {more}"
    return told


def contact(name: str, reachable: bool) -> str:
    """Return who the point of contact is and whether national can reach them."""
    if not name:
        return _("Nobody is named yet.")
    if not reachable:
        return _("{name}. Add an e-mail or a phone, so that national can answer.").format(name=name)
    return name


def plan(*, issues: int, untied: int, actions: int, without_owner: int, without_date: int) -> str:
    """Return what the plan holds, or the first thing it lacks, then what would make it better."""
    if not issues:
        return _("The plan has no issue yet.")
    if untied == issues:
        return _("No issue is tied to a national priority yet.")
    if not actions:
        return _("The plan has no action yet.")
    told = [
        ngettext("{n} issue", "{n} issues", issues).format(n=issues),
        ngettext("{n} action", "{n} actions", actions).format(n=actions),
    ]
    if untied:
        told.append(
            ngettext("{n} issue without a priority", "{n} issues without a priority", untied).format(n=untied)
        )
    if without_owner:
        told.append(
            ngettext("{n} action without an owner", "{n} actions without an owner", without_owner).format(
                n=without_owner
            )
        )
    if without_date:
        told.append(
            ngettext("{n} action without a date", "{n} actions without a date", without_date).format(
                n=without_date
            )
        )
    return ", ".join(told)


def call(*, planned: bool, held: bool) -> str:
    """Return where the organizing call stands; its day is shown beside it."""
    if held:
        return _("The call was held.")
    if planned:
        return _("The day of the call is still to come.")
    return _("Put in the day of the call once it was held.")


def tick(done: bool) -> str:
    """Return whether somebody has ticked a check that is a matter of word."""
    return _("Ticked.") if done else _("Tick it once it is so. It does not hold the agreement up.")
