"""What leaves with a bundle, as the lines of the preview.  No widgets."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chapter_desk.core.sync.leaving import Leaving
from chapter_desk.core.sync.matrix import Destination
from chapter_desk.gui.exchange.words import GROUPS, counted_rows, field_words, group_of, group_words
from chapter_desk.i18n import _, ngettext

_NOT_COUNTED = frozenset({"consent"})
"""Tables that would only repeat the number beside them."""

REFUSED = "refused"
NEVER_ASKED = "never-asked"
MINOR = "minor"


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """One line: what kind of thing, how much of it, in what form; `more` is the word of its link, if any."""

    key: str
    kind: str
    how_much: str
    form: str
    leaves: bool
    more: str = ""


def leaving_rows(leaving: Leaving) -> Sequence[LeavingRow]:
    """Return the lines of the preview: first what leaves, then what does not."""
    if leaving.kind == "summary":
        return tuple(_counts(leaving))
    rows = [*_tables(leaving), *_left_out(leaving)]
    if leaving.destination is Destination.NATIONAL:
        rows.append(_stays("never", _("Notes, calls, gifts"), _("Never leave")))
    else:
        rows.append(_stays("never", _("Drafts, settings, attached files"), _("Stay here")))
    return tuple(rows)


def fields_that_travel(leaving: Leaving, group: str) -> Sequence[str]:
    """Return the fields that leave of a group's tables, in words, each once."""
    fields = [
        field_words(field)
        for table in leaving.tables
        if group_of(table.table) == group
        for field in table.fields
    ]
    return tuple(dict.fromkeys(fields))


def contact_counts(leaving: Leaving) -> Sequence[str]:
    """Return how many names, e-mails, phones and addresses leave, in words, those there are."""
    rows = {table.table: table.rows for table in leaving.tables}
    return [
        counted_rows(table, rows[table])
        for table in ("person", "email_address", "phone_number", "postal_address", "sign_in")
        if rows.get(table)
    ]


def left_out_words(reason: str) -> str:
    """Return why people are left out."""
    return {
        MINOR: _("Nobody under 18 is named to national, even with a yes. They are counted."),
        REFUSED: _("They said no to sharing with national. No wins, also over an older yes."),
        NEVER_ASKED: _(
            "Nobody asked them yet whether national may be told. Ask them, and write their answer down."
        ),
    }[reason]


def _counts(leaving: Leaving) -> Iterator[LeavingRow]:
    n: Counter[str] = Counter()
    for each in leaving.counted:
        n[each.what] += each.count
    meetings = _both(counted_rows("meeting", n["meetings"]), counted_rows("sign_in", n["sign_ins"]))
    members = ngettext("{n} member", "{n} members", n["members"]).format(n=f"{n['members']:,}")
    people = _both(counted_rows("person", n["people"]), members)
    done = _("{actions}, {done} done").format(
        actions=counted_rows("action", n["actions"]), done=f"{n['actions_done']:,}"
    )
    status = next((each.status for each in leaving.counted if each.what == "agreement"), "drafted")
    numbers = _("Numbers only")
    by_month = _("Numbers by kind and month")
    yield LeavingRow("count-meetings", _("Meeting counts"), meetings, by_month, True, _("See"))
    yield LeavingRow("count-people", _("Member counts"), people, numbers, True)
    plan = _both(counted_rows("issue", n["issues"]), done)
    yield LeavingRow("count-plan", _("Local plan"), plan, numbers, True)
    yield LeavingRow("count-agreement", _("Agreement"), _status(status), _("How far it is"), True)
    yield _stays("names", _("Names, phones, e-mail"), _("Do not leave"))
    yield _stays("never", _("Notes, calls, gifts"), _("Never leave"))


def counts_by_month(leaving: Leaving) -> Sequence[str]:
    """Return the meeting counts of a summary line by line, newest month first."""
    came = {(each.month, each.kind): each.count for each in leaving.counted if each.what == "sign_ins"}
    held = sorted(
        ((each.month, each.kind, each.count) for each in leaving.counted if each.what == "meetings"),
        reverse=True,
    )
    return [
        _("{month}: {meetings} ({kind}), {sign_ins}").format(
            month=month,
            meetings=counted_rows("meeting", count),
            kind=kind or _("no kind"),
            sign_ins=counted_rows("sign_in", came.get((month, kind), 0)),
        )
        for month, kind, count in held
    ]


def _tables(leaving: Leaving) -> Iterator[LeavingRow]:
    rows = {table.table: table.rows for table in leaving.tables}
    national = leaving.destination is Destination.NATIONAL
    for group in GROUPS:
        here = [(table, rows[table]) for table in GROUPS[group] if rows.get(table)]
        if not here:
            continue
        shown = here if len(here) <= 3 else [*here[:2], ("", sum(n for _table, n in here[2:]))]
        shown = [each for each in shown if each[0] not in _NOT_COUNTED or len(shown) == 1]
        much = ", ".join(counted_rows(table, n) for table, n in shown)
        form = _form(group) if national else _("As on file")
        yield LeavingRow(group, _kind(group) if national else group_words(group), much, form, True, _("See"))


def _kind(group: str) -> str:
    if group == "people":
        return _("People who agreed")
    if group == "contact":
        return _("Their contact details")
    return group_words(group)


def _form(group: str) -> str:
    return {
        "people": _("Name, language, their yes"),
        "contact": _("As on file, readable"),
        "meetings": _("Kind, day, ZIP; no titles"),
        "plan": _("Titles and days, no names"),
        "chapter": _("Area, public keys, steps"),
        "corrections": _("Ids only"),
    }.get(group, _("As on file"))


def _left_out(leaving: Leaving) -> Iterator[LeavingRow]:
    reasons = Counter(each.reason for each in leaving.left_out)
    for reason, words in (
        (MINOR, _("People under 18")),
        (REFUSED, _("People who said no")),
        (NEVER_ASKED, _("People never asked")),
    ):
        if reasons[reason]:
            yield LeavingRow(reason, words, f"{reasons[reason]:,}", _("Left out"), False, _("Why"))


def _stays(key: str, kind: str, form: str) -> LeavingRow:
    return LeavingRow(key, kind, "0", form, False)


def _both(one: str, other: str) -> str:
    return _("{one}, {other}").format(one=one, other=other)


def _status(status: str) -> str:
    return {
        "drafted": _("Drafted"),
        "called": _("Called"),
        "sent": _("Sent"),
        "signed": _("Signed"),
        "ended": _("Ended"),
    }.get(status, status)
