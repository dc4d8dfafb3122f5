"""`chapter-desk members cards`, `revoke-cards`, `meetings badges`: cards and badges on label sheets."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from chapter_desk.cli.meetings import the_meeting
from chapter_desk.cli.opening import CHAPTER, PASSPHRASE_FILE, opened
from chapter_desk.cli.output import JSON, Json, refusing, say, write_out
from chapter_desk.cli.rsvps import the_person
from chapter_desk.core.documents.label_stock import STOCKS, LabelStock
from chapter_desk.core.meetings.badge_pdf import badge_pdf
from chapter_desk.core.meetings.card_pdf import PrintedCard, card_pdf
from chapter_desk.core.meetings.cards import new_cards
from chapter_desk.core.members.roster import RosterView
from chapter_desk.errors import NobodyToPrint
from chapter_desk.i18n import N_, _

Chapter = Annotated[Path, CHAPTER]
PassphraseFile = Annotated[Path | None, PASSPHRASE_FILE]
AsJson = Annotated[Json, JSON]
Spoken = Annotated[Literal["en", "es"], typer.Option("--language", help=N_("The language on them."))]
Out = Annotated[Path, typer.Argument(help=N_("The file to write."))]
Start = Annotated[int, typer.Option(min=1, help=N_("The first label of the sheet that is still there."))]
Stock = Annotated[str, typer.Option(help=N_("The sheet: cards-10, badges-8, labels-10, labels-30 or a4-21."))]


@refusing
def cards(
    chapter: Chapter,
    out: Out,
    person: Annotated[list[str] | None, typer.Option(help=N_("Somebody's id or whole name."))] = None,
    tag: Annotated[str, typer.Option(help=N_("Everybody with this tag."))] = "",
    members: Annotated[bool, typer.Option("--members", help=N_("All members."))] = False,
    again: Annotated[
        bool, typer.Option("--again", help=N_("Also for those who have a card: theirs stops working."))
    ] = False,
    stock: Stock = "cards-10",
    start: Start = 1,
    spoken: Spoken = "en",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    if not (person or tag or members):
        raise typer.BadParameter(
            _("Give {person}, {tag} or {members}.").format(
                person="--person", tag="--tag", members="--members"
            )
        )
    sheet = _sheet(stock, start)
    with opened(chapter, passphrase_file) as app:
        app.roster.load()
        people = [the_person(app, each) for each in person or ()]
        if members or tag:
            view = RosterView.MEMBERS if members else RosterView.EVERYONE
            people += [row.id for row in app.roster.rows(view, tag=tag).rows]
        have = {} if again else app.sign_in_cards.holders()
        made = new_cards(each for each in people if each not in have)
        if not made:
            raise NobodyToPrint()
        names = app.sheets.names([card.person_id for card in made])
        printed = [PrintedCard(names[card.person_id], card.token) for card in made]
        write_out(out, card_pdf(printed, app.chapter.card().name, sheet, spoken, start))
        try:
            app.sign_in_cards.issue(made)
        except BaseException:
            out.unlink(missing_ok=True)  # what is printed there would sign nobody in
            raise
    say(as_json, {"file": str(out), "cards": len(made)}, str(out))


@refusing
def revoke_cards(
    chapter: Chapter,
    person: Annotated[list[str], typer.Argument(metavar="PERSON...", help=N_("Their ids, or whole names."))],
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    with opened(chapter, passphrase_file) as app:
        count = app.sign_in_cards.revoke([the_person(app, each) for each in person])
    say(as_json, {"revoked": count}, str(count))


@refusing
def badges(
    chapter: Chapter,
    meeting: Annotated[
        str, typer.Argument(metavar="MEETING", help=N_("The meeting's id, or its whole title."))
    ],
    out: Out,
    whom: Annotated[
        Literal["in", "expected", "both"], typer.Option(help=N_("Who is in, who said yes, or both."))
    ] = "both",
    pronouns: Annotated[bool, typer.Option(help=N_("Print the pronouns of who told them."))] = True,
    first_time: Annotated[bool, typer.Option(help=N_("Mark who is there for the first time."))] = True,
    under_18: Annotated[bool, typer.Option("--under-18", help=N_("Also who is under 18."))] = False,
    stock: Stock = "badges-8",
    start: Start = 1,
    spoken: Spoken = "en",
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    sheet = _sheet(stock, start)
    with opened(chapter, passphrase_file) as app:
        found = app.badges.of(
            the_meeting(app, meeting), whom, pronouns=pronouns, first_time=first_time, under_18=under_18
        )
        name = app.chapter.card().name
    if not found:
        raise NobodyToPrint()
    write_out(out, badge_pdf(found, name, sheet, spoken, start))
    say(as_json, {"file": str(out), "badges": len(found)}, str(out))


def _sheet(key: str, start: int) -> LabelStock:
    sheet = STOCKS.get(key)
    if sheet is None:
        problem = _("“{text}” is none of {these}.").format(text=key, these=", ".join(STOCKS))
        raise typer.BadParameter(problem, param_hint="--stock")
    if start > sheet.labels:
        problem = _("A sheet of these has {n} labels.").format(n=sheet.labels)
        raise typer.BadParameter(problem, param_hint="--start")
    return sheet
