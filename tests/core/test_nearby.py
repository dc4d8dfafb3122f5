import socket
import subprocess
import sys
import urllib.request

import pytest

from chapter_desk.core.places.nearby import distance_miles, zips_within
from chapter_desk.core.places.zips import require_place
from chapter_desk.errors import UnknownZip


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("places are looked up offline")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def test_zips_nearby_come_nearest_first_and_begin_at_home():
    found = zips_within("23508", 10)

    assert (found[0].postal_code, found[0].miles) == ("23508", 0)
    assert [nearby.miles for nearby in found] == sorted(nearby.miles for nearby in found)
    assert {"23517", "23504", "23707"} <= {nearby.postal_code for nearby in found}
    assert "23451" not in {nearby.postal_code for nearby in found}  # the ocean front is farther
    assert all(nearby.miles <= 10 for nearby in found)


def test_nobody_overseas_is_near_anything():
    assert zips_within("09012", 50) == ()
    assert not any(nearby.postal_code.startswith("09") for nearby in zips_within("96910", 5000))


def test_an_unknown_middle_is_refused():
    with pytest.raises(UnknownZip):
        zips_within("99999", 10)


@pytest.mark.parametrize("other", ["23517", "02139", "96813", "00918", "96910"])
def test_our_distance_is_pgeocodes_distance(other):
    from chapter_desk.core.places.nearby import _pgeocode_distances

    miles = distance_miles(require_place("23508"), require_place(other))

    assert miles == pytest.approx(_pgeocode_distances().query_postal_code("23508", other) / 1.609344)


def test_there_is_no_distance_to_military_mail():
    assert distance_miles(require_place("23508"), require_place("09012")) is None


def test_looking_up_one_zip_loads_neither_pandas_nor_pgeocode():
    asked = (
        "import sys; from chapter_desk.core.places import nearby, zips;"
        "a, b = zips.require_place('23508'), zips.require_place('02139');"
        "assert nearby.distance_miles(a, b) > 400;"
        "assert not {'pandas', 'numpy', 'pgeocode'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
