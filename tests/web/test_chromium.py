"""The phone form in a real browser, as small as a small phone, by keyboard, in Spanish, without scripts."""

import json
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(not (BROWSER and DRIVER), reason="chromium and chromedriver are not here")

_SMALL = {"width": 320, "height": 568, "pixelRatio": 2.0}


def started(folder, language: str, *, scripts: bool) -> Chrome:
    options = ChromeOptions()
    options.binary_location = BROWSER
    for flag in (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={folder}", f"--lang={language}", f"--accept-lang={language}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.add_experimental_option("mobileEmulation", {"deviceMetrics": _SMALL})
    wanted = {"intl.accept_languages": language}
    if not scripts:
        wanted["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", wanted)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    return Chrome(options=options, service=ChromeService(executable_path=DRIVER))


@pytest.fixture
def spanish(tmp_path) -> Iterator[Chrome]:
    """A phone that speaks Spanish and runs no scripts."""
    browser = started(tmp_path / "profile", "es-MX", scripts=False)
    yield browser
    browser.quit()


@pytest.fixture
def english(tmp_path) -> Iterator[Chrome]:
    """A phone that speaks English; the test may look at the page with scripts of its own."""
    browser = started(tmp_path / "profile", "en-US", scripts=True)
    yield browser
    browser.quit()


def asked_for(browser: Chrome) -> set[str]:
    """Return the hosts of everything this browser asked for, but for its own empty first page."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    return {urlsplit(url).netloc for url in urls if not url.startswith(("data:", "chrome:"))}


def heading(browser: Chrome) -> str:
    return browser.find_element(By.TAG_NAME, "h1").text


def waiting(browser: Chrome) -> WebDriverWait:
    """A wait that bears a page going while it is looked at."""
    return WebDriverWait(browser, 20, ignored_exceptions=[StaleElementReferenceException])


def wait_for(browser: Chrome, words: str) -> None:
    waiting(browser).until(lambda _browser: words in heading(browser))


def press(browser: Chrome, keys: str) -> None:
    ActionChains(browser).send_keys(keys).perform()


def has_focus(browser: Chrome) -> str:
    return browser.switch_to.active_element.get_attribute("name") or ""


def test_in_spanish_by_keyboard_without_scripts_on_a_small_phone(spanish, form, evening, meeting, came):
    spanish.get(form.address.url)
    assert heading(spanish) == "Registre su llegada: May general meeting"
    seen = []
    press(spanish, Keys.TAB)  # the link to English
    assert spanish.switch_to.active_element.text == "In English"
    press(spanish, Keys.TAB)
    written = {"name": "Zoë Quisp", "phone": "757 555 0123", "postal_code": "23508", "children": "2"}
    for _stop in range(20):
        at = has_focus(spanish)
        seen.append(at)
        if at in written:
            press(spanish, written[at])
        elif at in ("need-interpreter", "may-sms"):
            press(spanish, Keys.SPACE)
        elif at == "heard":
            press(spanish, "v")
        if spanish.switch_to.active_element.tag_name == "button":
            break
        press(spanish, Keys.TAB)
    assert seen == [
        "name", "phone", "email", "postal_code", "heard", "children", "need-interpreter", "need-ride-home",
        "need-step-free", "need_note", "may-email", "may-sms", "may-call", "may-mail",
        "may-share-with-national", "",
    ]  # fmt: skip
    press(spanish, Keys.ENTER)
    wait_for(spanish, "Gracias, ya está.")
    (present,) = evening.app.door.who_is_in(meeting.id)
    assert (present.name, came()) == ("Zoë Quisp", 1)
    card = evening.app.cards.about(present.person_id)
    assert [each.number for each in card.phone_numbers] == ["+17575550123"]
    said = evening.app.consents.of(present.person_id)
    assert [channel for channel, answer in said.items() if answer.given] == ["sms"]
    assert asked_for(spanish) == {form.address.host}
    spanish.find_element(By.CSS_SELECTOR, "a.button").send_keys(Keys.ENTER)
    wait_for(spanish, "Registre su llegada")
    assert spanish.find_element(By.ID, "name").get_attribute("value") == ""


def test_a_forgotten_name_is_asked_for_and_the_summary_has_the_focus(spanish, form, came):
    spanish.get(form.address.url)
    spanish.find_element(By.ID, "email").send_keys("zoe at example", Keys.ENTER)
    waiting(spanish).until(lambda browser: browser.find_elements(By.ID, "problems"))
    assert spanish.switch_to.active_element.get_attribute("id") == "problems"
    words = spanish.find_element(By.ID, "problems").text
    assert "Escriba su nombre. El nombre de pila es suficiente." in words
    assert "No parece un correo electrónico." in words
    spanish.find_element(By.CSS_SELECTOR, "#problems a").send_keys(Keys.ENTER)
    spanish.find_element(By.ID, "name").send_keys("Zoë", Keys.ENTER)
    wait_for(spanish, "Gracias, ya está.")
    assert came() == 1


def test_the_button_pressed_twice_is_one_entry(english, form, came):
    english.get(form.address.url)
    english.find_element(By.ID, "name").send_keys("Bo Li")
    english.execute_script("const f = document.forms[0]; f.submit(); f.submit();")
    wait_for(english, "Thank you, you are in.")
    english.back()
    waiting(english).until(lambda browser: browser.find_elements(By.ID, "name"))
    assert came() == 1


def test_a_neighbour_on_the_page_one_went_back_to_is_signed_in_too(english, form, evening, meeting, came):
    english.get(form.address.url)
    english.find_element(By.ID, "name").send_keys("Bo Li", Keys.ENTER)
    wait_for(english, "Thank you")
    english.back()
    wait_for(english, "Sign in: May general meeting")
    name = english.find_element(By.ID, "name")
    name.clear()
    name.send_keys("Ana Ruiz", Keys.ENTER)
    waiting(english).until(
        lambda browser: "Thank you" in heading(browser) or browser.find_elements(By.ID, "problems")
    )
    if english.find_elements(By.ID, "problems"):
        english.find_element(By.TAG_NAME, "button").click()
    wait_for(english, "Thank you")
    assert {each.name for each in evening.app.door.who_is_in(meeting.id)} == {"Bo Li", "Ana Ruiz"}


_CONTRAST = """
const bright = c => { const p = c.match(/[\\d.]+/g).slice(0, 3).map(v => { v /= 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 });
  return 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2] };
const below = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (c !== 'rgba(0, 0, 0, 0)') return c } return 'rgb(255, 255, 255)' };
return [...document.querySelectorAll('h1,h2,p,label,legend,a,button,input,select,span,li')].filter(
  e => e.offsetParent && e.textContent.trim()).map(e => {
  const [a, b] = [bright(getComputedStyle(e).color), bright(below(e))].sort((x, y) => y - x);
  return [e.tagName + ' ' + e.textContent.trim().slice(0, 30), (a + 0.05) / (b + 0.05)] })
"""
_TARGETS = """
return [...document.querySelectorAll('a,button,input:not([type=hidden]),select')].map(e => {
  const box = (e.closest('label') || e).getBoundingClientRect();
  return [e.name || e.textContent.trim(), box.height] })
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_phone_and_can_be_read(english, form, scheme):
    english.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    english.get(form.address.url)
    english.find_element(By.ID, "email").send_keys("x", Keys.ENTER)
    waiting(english).until(lambda browser: browser.find_elements(By.ID, "problems"))
    assert english.execute_script("return document.documentElement.clientWidth") == 320
    assert english.execute_script("return document.documentElement.scrollWidth") == 320
    unreadable = [(what, ratio) for what, ratio in english.execute_script(_CONTRAST) if ratio < 4.5]
    assert unreadable == []
    dark = english.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert dark == {"light": "rgb(245, 246, 248)", "dark": "rgb(20, 23, 28)"}[scheme]
    small = [(what, height) for what, height in english.execute_script(_TARGETS) if height < 44]
    in_a_line = ("Your name", "E-mail")  # the links of the summary
    assert [each for each in small if not each[0].startswith(in_a_line)] == []
    told = [entry["message"] for entry in english.get_log("browser")]
    assert not [message for message in told if "Content Security Policy" in message]


def test_a_screen_reader_hears_names_states_and_groups(english, form):
    english.get(form.address.url)
    tree = english.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    said = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node.get("ignored")
    ]
    for expected in (
        ("main", ""), ("navigation", "Language"), ("heading", "Sign in: May general meeting"),
        ("textbox", "Your name (needed)"), ("textbox", "Phone"), ("textbox", "E-mail"), ("textbox", "ZIP"),
        ("combobox", "How did you hear about us?"), ("textbox", "Children with you"),
        ("group", "Do you need anything tonight?"), ("checkbox", "An interpreter"),
        ("group", "May we contact you?"), ("checkbox", "Yes, call me."), ("button", "Sign me in"),
    ):  # fmt: skip
        assert expected in said, expected
    assert not [role for role, name in said if role in ("textbox", "checkbox", "button", "link") and not name]


def test_another_pages_form_cannot_sign_anybody_in(english, form, came, tmp_path):
    (tmp_path / "evil.html").write_text(
        f'<form method="post" action="{form.address.url}"><input name="name" value="Eve">'
        '<input name="form" value="x"><button>Win</button></form>'
    )
    english.get((tmp_path / "evil.html").as_uri())
    english.find_element(By.TAG_NAME, "button").click()
    wait_for(english, "That did not come from this form.")
    assert came() == 0
