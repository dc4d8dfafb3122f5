from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.explain import explain
from chapter_desk.core.places.zips import (
    _zones,
    every_zip,
    five_digits,
    place,
    require_place,
    suggestion,
)
from chapter_desk.errors import UnknownZip
from chapter_desk.files import resource


def test_a_zip_gives_town_state_county_point_and_time_zone():
    norfolk = require_place("23508")

    assert (norfolk.locality, norfolk.region, norfolk.region_name) == ("Norfolk", "VA", "Virginia")
    assert norfolk.county == "Norfolk (city)"
    assert (norfolk.latitude, norfolk.longitude) == (36.8859, -76.3004)
    assert norfolk.time_zone == "America/New_York"
    assert norfolk.label == "Norfolk, VA"


@pytest.mark.parametrize(
    ("postal_code", "time_zone"),
    [
        ("02139", "America/New_York"),
        ("60606", "America/Chicago"),
        ("99501", "America/Anchorage"),
        ("96813", "Pacific/Honolulu"),
        ("85001", "America/Phoenix"),
    ],
)
def test_a_zip_knows_its_clock(postal_code, time_zone):
    assert require_place(postal_code).time_zone == time_zone


@pytest.mark.parametrize(
    "written", ["23508-1142", "23508 1142", "235081142", "  23508 ", "２３５０８", "23508–1142"]
)
def test_the_four_extra_digits_and_spaces_are_left_out(written):
    assert require_place(written).postal_code == "23508"


@pytest.mark.parametrize("written", ["2139", "2139.0", "O2139", "o2l39", "02 139", "2139-4307", "O2139-4307"])
def test_one_slip_is_understood_but_never_guessed(written):
    assert place(written) is None
    assert suggestion(written) == "02139"


@pytest.mark.parametrize(
    "written", ["", "abc", "OOOOO", "2350O", "23O5", "69002", "12", "1234567890", "23508"]
)
def test_no_suggestion_is_made_where_no_zip_stands(written):
    assert suggestion(written) is None


@pytest.mark.parametrize(
    ("postal_code", "label"),
    [
        ("09012", "APO AE"),  # listed by GeoNames
        ("96602", "APO/FPO AP"),  # a real address that GeoNames does not list
        ("34039", "APO AA"),
    ],
)
def test_military_mail_has_an_address_but_no_point_on_the_map(postal_code, label):
    overseas = require_place(postal_code)

    assert overseas.label == label
    assert not overseas.on_the_map
    assert overseas.county == ""


@pytest.mark.parametrize(
    ("postal_code", "region", "time_zone"),
    [
        ("00918", "PR", "America/Puerto_Rico"),
        ("00802", "VI", "America/St_Thomas"),
        ("96910", "GU", "Pacific/Guam"),
        ("96799", "AS", "Pacific/Pago_Pago"),
        ("96950", "MP", "Pacific/Guam"),
    ],
)
def test_the_territories_have_places_too(postal_code, region, time_zone):
    island = require_place(postal_code)

    assert (island.region, island.time_zone) == (region, time_zone)
    assert island.in_a_territory
    assert island.on_the_map
    assert island.label == island.region_name


def test_a_post_office_box_in_puerto_rico_is_known_without_a_point():
    box = require_place("00936")

    assert (box.region, box.time_zone, box.on_the_map) == ("PR", "America/Puerto_Rico", False)


def test_an_unknown_zip_says_what_was_typed_and_what_may_be_meant():
    with pytest.raises(UnknownZip) as caught:
        require_place(" 2139 ")

    assert (caught.value.typed, caught.value.suggestion) == ("2139", "02139")
    assert "“2139”" in explain(caught.value).happened
    assert "02139" in explain(caught.value).do


def test_a_zip_that_nobody_has_is_refused_in_three_sentences():
    with pytest.raises(UnknownZip) as caught:
        require_place("00000")

    words = explain(caught.value)
    assert words.happened and words.safe and words.do


def test_every_zip_has_a_line_and_a_real_time_zone_and_the_files_are_sorted():
    lines = resource("places", "US.txt").read_text("utf-8").splitlines()[1:]
    zones = [line.decode().split(",") for line in _zones()]

    assert [line.split(",")[1] for line in lines] == [postal_code for postal_code, _ in zones]
    assert [postal_code for postal_code, _ in zones] == sorted({postal_code for postal_code, _ in zones})
    for name in {zone for _, zone in zones}:
        assert ZoneInfo(name).key == name


def test_both_files_of_pgeocode_say_the_same():
    assert resource("places", "US.txt").read_bytes() == resource("places", "US-index.txt").read_bytes()


def test_the_sources_of_the_places_are_credited():
    credits = resource("places", "CREDITS.md").read_text("utf-8")

    assert "GeoNames" in credits
    assert "CC BY 4.0" in credits
    assert "Census" in credits


@given(st.sampled_from(every_zip()))
def test_every_zip_on_the_map_is_found_whole(postal_code):
    found = require_place(postal_code)

    assert found.postal_code == postal_code
    assert found.on_the_map
    assert found.time_zone
    assert len(found.region) == 2


@given(st.text(max_size=12))
def test_any_text_is_answered_calmly(text):
    found = place(text)
    assert found is None or found.postal_code == five_digits(text)
    assert suggestion(text) is None or place(suggestion(text)) is not None
