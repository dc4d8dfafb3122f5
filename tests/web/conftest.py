"""An open door with the phone form switched on, on this computer's own address."""

from collections.abc import Iterator

import pytest

from chapter_desk.web.phone_form import PhoneForm
from tests.fakes import HeldTasks
from tests.gui.evening import Evening, opened_evening
from tests.phones import LOOPBACK, Phone


@pytest.fixture(scope="module")
def evening(tmp_path_factory) -> Iterator[Evening]:
    """One chapter a file of tests: each test has a meeting of its own."""
    folder = tmp_path_factory.mktemp("chapter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAPTER_DESK_HOME", str(folder / "home"))
        evening = opened_evening(folder, HeldTasks())
    yield evening
    evening.app.close()


@pytest.fixture
def meeting(evening):
    meeting = evening.meeting(address_lines=["12 Hidden Lane"])
    return evening.app.calendar.open_door(meeting.id)


@pytest.fixture
def form(evening, meeting) -> Iterator[PhoneForm]:
    form = PhoneForm(evening.app, find=lambda: [LOOPBACK])
    form.switch_on(meeting.id, port=0)
    yield form
    form.switch_off()


@pytest.fixture
def phone(form) -> Phone:
    return Phone(form.address)


@pytest.fixture
def came(evening, meeting):
    """How many came by phone."""
    return lambda: evening.app.sign_ups.came(meeting.id)
