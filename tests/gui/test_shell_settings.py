import json

from chapter_desk.gui.shell.settings import LaptopSettings


def test_what_is_kept_comes_back(home):
    settings = LaptopSettings(colours="dark", text_scale=1.3, window=[1, 2, 1200, 700])
    settings.remember_chapter("/a/Norfolk.chapter")
    settings.save()
    assert LaptopSettings.load() == settings


def test_the_latest_chapter_stands_first_and_eight_are_kept():
    settings = LaptopSettings()
    for number in range(12):
        settings.remember_chapter(f"/{number}")
    settings.remember_chapter("/7")
    assert settings.recent[:2] == ["/7", "/11"]
    assert len(settings.recent) == 8


def test_nonsense_in_the_file_is_passed_over(home):
    home.mkdir(parents=True)
    place = home / "settings.json"
    place.write_text("not json", encoding="utf-8")
    assert LaptopSettings.load() == LaptopSettings()
    place.write_text(json.dumps({"colours": 7, "text_scale": 1, "window": "x", "rail_narrow": True}))
    kept = LaptopSettings.load()
    assert (kept.colours, kept.text_scale, kept.window, kept.rail_narrow) == ("system", 1, [], True)


def test_a_disk_that_cannot_be_written_stops_nobody(home):
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("a file where the folder should be", encoding="utf-8")
    LaptopSettings().save()
    assert LaptopSettings.load() == LaptopSettings()
