from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from chapter_desk.core.plan.plan_pdf import PlanAction, PlanDocument, PlanIssue, PlanPriority, plan_pdf
from chapter_desk.i18n import _, speaking
from tests.paper import (
    check_with_qpdf,
    element_texts,
    needs_poppler,
    needs_qpdf,
    on_one_line,
    read_with_poppler,
    read_with_pypdf,
    structure,
)
from tests.sample_names import FORTY_NAMES

TODAY = date(2026, 11, 23)
BUSES = PlanIssue(
    title="Fix the Route 3 cuts",
    story="Riders wait 50 minutes.\nThree lost a shift.",
    goal="Hourly buses until eleven.",
    priority="Climate and transit",
    actions=(
        PlanAction("Print flyers", "Linh Tran", due_on=date(2026, 12, 1), place="Park Place"),
        PlanAction("Ask for a hearing", due_on=date(2026, 11, 22)),
        PlanAction("Collect cards", "Ana Ruiz"),
        PlanAction("Ride along", "Linh Tran", due_on=date(2026, 5, 1), done=True, done_on=date(2026, 5, 6)),
    ),
)
PLAN = PlanDocument(
    chapter_name="Norfolk & <b>Portsmouth</b>",
    on_day=TODAY,
    issues=(BUSES, PlanIssue("Rent relief")),
    priorities=(
        PlanPriority("Climate and transit", 1, 1, 4),
        PlanPriority("Voting rights"),
        PlanPriority("Wages", 1),
    ),
    version=3,
    adopted_on=date(2026, 4, 14),
)


def read(plan: PlanDocument, language: str = "en") -> str:
    return on_one_line(read_with_pypdf(plan_pdf(plan, language)))


def test_the_plan_tells_issues_actions_owners_and_dates():
    text = read(PLAN)

    for words in (
        "Local plan",
        "Norfolk & <b>Portsmouth</b>",
        "Version 3 · adopted Apr 14, 2026 · printed Nov 23, 2026",
        "1. Fix the Route 3 cuts",
        "National priority: Climate and transit",
        "Goal. Hourly buses until eleven.",
        "Print flyers · Park Place Linh Tran Dec 1, 2026",
        "Ride along Linh Tran done May 6, 2026",
        "2. Rent relief",
        "No action yet.",
    ):
        assert words in text


def test_what_is_open_past_its_day_or_without_owner_or_date_says_so():
    text = read(PLAN)

    assert "Ask for a hearing no owner overdue, Nov 22, 2026" in text
    assert "Collect cards Ana Ruiz no date" in text
    on_time = PlanDocument("Norfolk", date(2026, 11, 22), (PlanIssue("x", actions=BUSES.actions[1:2]),))
    assert "overdue" not in read(on_time)


def test_gaps_tell_what_is_done_about_each_priority():
    text = read(PLAN)

    assert "Climate and transit 1 of 4 done" in text
    assert "Voting rights no issue yet" in text
    assert "Wages no action yet" in text
    assert "Gaps" not in read(PlanDocument("Norfolk", TODAY))


def test_the_figures_are_counted():
    text = read(PLAN)

    assert "2 4 1 1 issues actions done without an owner" in text


def test_dates_are_spanish_in_a_spanish_plan():
    text = read(PLAN, "es")
    with speaking("es"):
        title = _("Local plan")

    assert title in text
    assert "1 dic 2026" in text
    assert "Dec 1" not in text


def test_a_plan_with_nothing_in_it_is_one_page():
    pdf = plan_pdf(PlanDocument("Norfolk", TODAY), "en")

    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert "Draft · printed Nov 23, 2026 Nothing is planned yet." in on_one_line(read_with_pypdf(pdf))


@needs_poppler
@needs_qpdf
def test_all_forty_people_can_own_an_action(tmp_path):
    actions = tuple(PlanAction("Call", name, due_on=date(2026, 12, 1)) for name in FORTY_NAMES)
    issues = (PlanIssue("Everyone", actions=actions), *(PlanIssue(name) for name in FORTY_NAMES))
    pdf = plan_pdf(PlanDocument("Norfolk", TODAY, issues), "en")

    check_with_qpdf(pdf, tmp_path)
    text = on_one_line(read_with_poppler(pdf))
    owners = {"".join(words.split()) for tag, words in element_texts(pdf) if tag == "/TD"}
    for name in FORTY_NAMES:
        assert name in text
        assert "".join(name.split()) in owners


def test_the_table_is_tagged_row_by_row():
    tags = [tag for _depth, tag, _element in structure(plan_pdf(PLAN, "en"))]

    assert tags.count("/Sect") == 3
    assert tags.count("/Table") == 2
    assert tags.count("/TR") == 1 + 4 + 3
    assert tags.count("/TH") == 3 + 3
    assert tags.count("/TD") == 3 * 4 + 3


def test_the_bytes_are_the_same_each_time():
    assert plan_pdf(PLAN, "en") == plan_pdf(PLAN, "en")


@pytest.mark.parametrize("letters", [20_000])
def test_a_long_story_goes_on_over_pages(letters):
    plan = PlanDocument("Norfolk", TODAY, (PlanIssue("Long", story="word " * (letters // 5)),))
    pdf = plan_pdf(plan, "en")

    assert len(PdfReader(BytesIO(pdf)).pages) > 3
    assert read_with_pypdf(pdf).count("word") == letters // 5
