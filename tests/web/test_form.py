"""The form itself: two languages, labels, what is asked again, and that nothing of a member comes back."""

import re
from html.parser import HTMLParser

import pytest

from chapter_desk.core.meetings import sort_out
from chapter_desk.core.members.consents import CHANNELS
from chapter_desk.web.languages import spoken
from tests.phones import Phone


class Page(HTMLParser):
    """The tags of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.mark.parametrize(
    ("choice", "accepts", "code"),
    [
        ("", "", "en"), ("", "es-MX,es;q=0.9,en;q=0.8", "es"), ("", "en-US,es;q=0.9", "en"),
        ("es", "en", "es"), ("", "fr,es;q=0.4,en;q=0.2", "es"), ("", "fr", "en"), ("de", "es", "es"),
        ("", "es;q=0,en;q=0.1", "en"),
        ("", ";;;,,=q;q=x,es;q=nan", "en"), ("", "ES", "es"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_chosen_else_the_phones(choice, accepts, code):
    assert spoken(choice, accepts) == code


def test_the_page_speaks_the_phones_language_and_offers_the_other(phone):
    spanish = phone.look(Accept_Language="es-MX,en;q=0.5")
    assert '<html lang="es">' in spanish.html and "Su nombre" in spanish.html
    link = re.search(r'<a href="([^"]+)" lang="en" hreflang="en">In English</a>', spanish.html)
    english = phone.ask("GET", link[1], Accept_Language="es")
    assert '<html lang="en">' in english.html and "Your name" in english.html
    assert 'lang="es" hreflang="es">En español</a>' in english.html


def test_the_language_stays_until_they_are_in(phone, came):
    page = phone.look("?l=es")
    action = re.search(r'action="[^"]*(\?[^"]+)"', page.html)[1]
    wrong = phone.send({"form": page.token, "name": ""}, action)
    assert "Escriba su nombre" in wrong.html
    done = phone.send({"form": wrong.token, "name": "Ana"}, action)
    thanks = phone.ask("GET", done.headers["location"])
    assert (thanks.status, came()) == (200, 1)
    assert '<html lang="es">' in thanks.html and "Gracias, ya está." in thanks.html


def test_every_field_has_its_label_and_every_group_its_name(phone):
    page = Page(phone.look().html)
    fields = [each for each in page.all("input", "select") if each.get("type") not in ("hidden", "checkbox")]
    labelled = {each["for"] for each in page.all("label") if each.get("for")}
    assert {each["id"] for each in fields} == labelled
    assert len(page.all("fieldset")) == len(page.all("legend")) == 2
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("nav")) == 1
    assert page.all("nav")[0]["aria-label"] == "Language"
    assert {each["autocomplete"] for each in fields} == {"off"}
    assert [each["id"] for each in fields if "required" in each] == ["name"]


def test_nothing_on_the_page_comes_from_elsewhere_or_runs(phone):
    for answer in (phone.look(), phone.ask("GET", f"/{phone.at.path}/in"), phone.look(Host="evil")):
        page = Page(answer.html)
        assert not page.all("script", "img", "link", "iframe", "object", "video", "base")
        for attributes in (attributes for _tag, attributes in page.tags):
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")]
            for name in ("href", "action"):
                assert (attributes.get(name) or "/").startswith(("/", "#"))
        assert "url(" not in answer.html and "@import" not in answer.html


def test_consent_is_asked_in_plain_words_and_never_ticked_for_them(phone):
    page = Page(phone.look().html)
    boxes = [each for each in page.all("input") if each.get("type") == "checkbox"]
    asked = [each["name"] for each in boxes if each["name"].startswith("may-")]
    assert asked == [f"may-{channel}" for channel in CHANNELS]
    assert not [each for each in boxes if "checked" in each]
    assert "Yes, text me. My phone company may charge for texts." in phone.look().html


def test_the_page_tells_of_the_meeting_and_the_chapter_and_nothing_private(phone, evening):
    evening.person("Maria Gutierrez", phone="(757) 555-0141", email="maria@example.org")
    html = phone.look().html
    assert "Sign in: May general meeting" in html and "Our Revolution Norfolk" in html
    assert "makes you a member of Our Revolution Norfolk" in html
    for private in ("Maria", "Gutierrez", "555", "Hidden Lane", "Denise"):
        assert private not in html


def test_who_is_on_file_learns_no_more_than_who_is_not(phone, evening):
    evening.person("Pat Nguyen", phone="(757) 555-0177", email="pat@example.org")
    known = phone.sign_in("Pat Nguyen", email="pat@example.org", phone="757 555 0199")
    new = phone.sign_in("Somebody Else", email="else@example.org")
    assert (known.status, known.html, known.headers) == (new.status, new.html, new.headers)


def test_no_name_is_asked_for_with_a_summary_that_leads_there(phone, came):
    answer = phone.send(
        {"form": phone.look().token, "name": "  ", "email": "dee@example.org", "heard": "flyer"}
    )
    page = Page(answer.html)
    assert (answer.status, came()) == (422, 0)
    (summary,) = [each for each in page.all("div") if each.get("role") == "alert"]
    assert (summary["tabindex"], "autofocus" in summary) == ("-1", True)
    assert '<a href="#name">Your name</a>: Write your name.' in answer.html
    (name,) = [each for each in page.all("input") if each.get("id") == "name"]
    assert (name["aria-invalid"], name["aria-describedby"]) == ("true", "name-problem")
    assert 'value="dee@example.org"' in answer.html and '<option value="flyer" selected>' in answer.html


def test_an_odd_email_or_phone_is_asked_about_once_and_taken_then(phone, came, evening, meeting):
    wrote = {"form": phone.look().token, "name": "Bo Li", "email": "bo at example", "phone": "12"}
    asked = phone.send(wrote)
    assert (asked.status, came()) == (422, 0)
    assert "send it as it is" in asked.html and 'name="asked" value="1"' in asked.html
    assert phone.send({**wrote, "form": asked.token, "asked": "1"}).status == 303
    (waiting,) = evening.app.sort_out.waiting(meeting.id)
    assert (waiting.reason, waiting.raw["email"]) == (sort_out.UNREADABLE_EMAIL, "bo at example")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("children", "many", "as a number from 0 to 20"), ("children", "21", "as a number"),
        ("children", "٣", "as a number"), ("children", "-1", "as a number"), ("name", "x" * 201, "too long"),
        ("need_note", "y" * 301, "too long"), ("name", "Bo\x00", "signs in it"),
        ("phone", "7\x1b5", "signs in it"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_asked_again_even_when_it_is_sent_twice(phone, came, field, text, words):
    wrote = {"form": phone.look().token, "name": "Bo Li", "asked": "1", field: text}
    answer = phone.send(wrote)
    assert (answer.status, came()) == (422, 0)
    assert words in answer.html


def test_text_is_text_and_never_a_tag(phone, came):
    name = "<script>alert(1)</script> \" ' O’Neill & Co"
    page = Page(phone.send({"form": "none", "name": name}).html)
    assert not page.all("script")
    (field,) = [each for each in page.all("input") if each.get("id") == "name"]
    assert field["value"] == name
    assert phone.sign_in(name).status == 303 and came() == 1


def test_everything_that_was_written_arrives(phone, evening, meeting):
    phone.send(
        {
            "form": phone.look().token, "name": "Zoë Quisp", "phone": "(757) 555-0123",
            "postal_code": "23508", "email": "zoe@example.org",
            "heard": "friend", "children": "2", "need-ride-home": "1",
            "need_note": "a chair", "may-sms": "1", "may-share-with-national": "1", "may-fax": "1",
        },
        "?l=es",
    )  # fmt: skip
    (present,) = evening.app.door.who_is_in(meeting.id)
    card = evening.app.cards.about(present.person_id)
    assert (present.name, present.method) == ("Zoë Quisp", "phone")
    assert [each.number for each in card.phone_numbers] == ["+17575550123"]
    answers = evening.app.consents.of(present.person_id)
    assert {channel for channel, answer in answers.items() if answer.given} == {"sms", "share-with-national"}
    assert {answer.wording for answer in answers.values()} == {"phone-2026"}


def test_two_hundred_phones_are_all_counted(form, evening, meeting, came):
    """As many as would come in five minutes, one after the other as fast as they are answered."""
    wants = evening.person("Tom at the desk")
    for number in range(200):
        assert Phone(form.address, number).sign_in(f"Guest {number}").status == 303
        if number == 100:
            assert not evening.app.sign_ins.sign_in(meeting.id, wants).repeated
    assert came() == 200
    assert evening.app.door.counts(meeting.id).signed_in == 201
