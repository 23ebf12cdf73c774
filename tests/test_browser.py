"""A reader's ways through the pages in a real browser, headless Chromium, on a phone and on a desk.

It needs `chromium` and `chromedriver` (on Debian the packages chromium and chromium-driver); the checks of
accessibility need axe besides: ``npm ci --prefix tests/browser``.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from kg.site import write
from kg.store import claims
from tests.asking import graph, on_disk
from tests.serving import TOKEN, running
from tests.test_pages_review import prepared

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="chromium and chromedriver are missing: apt-get install chromium-driver"
    ),
]

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
Browser = webdriver.Chrome


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small world, served as anybody would serve it; its address."""
    store = on_disk(tmp_path_factory.mktemp("served") / "graph")
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--port", "0", "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        lines = []
        while line := process.stderr.readline():
            lines.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            pytest.fail("".join(lines))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield found[0]
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


@pytest.fixture(scope="module", params=SIZES, ids=str)
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    # a page that glides moves away from under a click
    still = "--force-prefers-reduced-motion"
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", still):
        options.add_argument(argument)
    kept = tmp_path_factory.mktemp("kept")
    options.add_experimental_option("prefs", {"download.default_directory": str(kept)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    width, height = SIZES[request.param]
    # A window cannot be as narrow as a phone; the page can be told that it is.
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": request.param == "phone"}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.kept = kept  # type: ignore[attr-defined]
    yield driver
    driver.quit()


def until(browser: Browser, what: Callable[[Browser], Any]) -> Any:
    return WebDriverWait(browser, 15, ignored_exceptions=[StaleElementReferenceException]).until(what)


def one(browser: Browser, css: str) -> WebElement:
    """The first element of that kind that can be seen."""

    def seen(driver: Browser) -> WebElement | None:
        return next((found for found in driver.find_elements(By.CSS_SELECTOR, css) if found.is_displayed()), None)

    return cast(WebElement, until(browser, seen))


def reads(browser: Browser, css: str, words: str) -> None:
    """Wait until an element that can be seen says these words; the page may be changing under us."""
    until(browser, lambda driver: any(words in e.text for e in driver.find_elements(By.CSS_SELECTOR, css)))


def heading(browser: Browser, words: str) -> None:
    reads(browser, "h1", words)


@pytest.fixture(autouse=True)
def _unheard(browser: Browser) -> None:
    """What an earlier test said is not held against a later one."""
    log(browser)


def log(browser: Browser) -> list[dict[str, Any]]:
    """What the browser has to tell a developer since it was last asked."""
    return list(browser.get_log("browser"))  # type: ignore[no-untyped-call]


def quiet(browser: Browser) -> None:
    """Nothing went wrong that a developer would see: no error of a script, nothing that the policy refused."""
    wrong = [entry for entry in log(browser) if entry["level"] == "SEVERE"]
    assert not wrong


# --- what a reader does -----------------------------------------------------------------------------------------------


def test_search_by_typing_and_open_a_person(browser: Browser, served: str) -> None:
    browser.get(served + "/")
    one(browser, "#find-large").send_keys("vantr")
    reads(browser, "[role=option]", "Marisol Vantresca")
    one(browser, "#find-large").send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    heading(browser, "Marisol Vantresca")
    quiet(browser)


def test_search_by_the_button(browser: Browser, served: str) -> None:
    browser.get(served + "/")
    one(browser, "#find").send_keys("quillf")
    one(browser, ".top .find button").click()
    heading(browser, "Found for")
    one(browser, "#results a").click()
    heading(browser, "Dorian Quillfeather")


def test_open_the_sentences_behind_a_fact_and_follow_them(browser: Browser, served: str) -> None:
    browser.get(served + "/person/marisol-vantresca.html")
    summary = one(browser, "details.evidence summary")
    assert not browser.find_element(By.CSS_SELECTOR, "details.evidence blockquote").is_displayed()
    summary.send_keys(Keys.ENTER)
    assert one(browser, "details[open] mark.subject").text
    link = one(browser, "details[open] .source a")
    anchor = str(link.get_attribute("href")).partition("#")[2]
    browser.get(str(link.get_attribute("href")))
    sentence = browser.find_element(By.ID, anchor)
    assert sentence.is_displayed()
    assert browser.execute_script("return document.querySelector(':target').id") == anchor
    quiet(browser)


def test_follow_the_drawing(browser: Browser, served: str) -> None:
    browser.get(served + "/person/marisol-vantresca.html")
    card = one(browser, "svg.drawing a[href*='dorian']")
    assert card.get_attribute("aria-label")
    browser.execute_script("arguments[0].focus()", card)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    heading(browser, "Dorian Quillfeather")


def test_filter_what_is_around_somebody(browser: Browser, served: str) -> None:
    browser.get(served + "/around/marisol-vantresca.html")
    assert browser.find_elements(By.CSS_SELECTOR, "svg a[href*='vantresca-beauty']")
    one(browser, "select[name=relation] option[value=couple]").click()
    one(browser, "input[name=from]").send_keys("2012")
    one(browser, ".ask button").click()
    until(browser, lambda driver: "relation=couple" in driver.current_url)
    assert browser.find_elements(By.CSS_SELECTOR, "svg a[href*='dorian']")
    assert not browser.find_elements(By.CSS_SELECTOR, "svg a[href*='vantresca-beauty']")
    quiet(browser)


def test_ask_a_question_see_it_as_a_timeline_and_keep_the_answer(browser: Browser, served: str) -> None:
    browser.get(served + "/query/spouses.html")
    field = one(browser, "#p-person")
    field.send_keys("Marisol")
    reads(browser, "[role=option]", "Marisol Vantresca")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert field.get_attribute("value") == "Marisol Vantresca"
    one(browser, ".ask button").click()
    reads(browser, "table", "Cassius Holloway")
    browser.find_element(By.LINK_TEXT, "CSV").click()
    kept = browser.kept / "spouses.csv"  # type: ignore[attr-defined]
    until(browser, lambda _: kept.is_file())
    assert "Cassius Holloway" in kept.read_text("utf-8")
    kept.unlink()
    browser.find_element(By.LINK_TEXT, "Timeline").click()
    one(browser, "svg.drawing")
    quiet(browser)


def test_write_sparql_with_help(browser: Browser, served: str) -> None:
    browser.get(served + "/editor.html")
    field = one(browser, "#query")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("SELECT ?who { ?who ck:marr")
    reads(browser, "#completions [aria-selected=true]", "ck:marriedTo")
    field.send_keys(Keys.TAB)
    field.send_keys(" ?whom } LIMIT 3")
    assert "ck:marriedTo ?whom" in str(field.get_attribute("value"))
    one(browser, "#insert-prefixes").click()
    assert str(field.get_attribute("value")).startswith("PREFIX ck:")
    field.send_keys(Keys.CONTROL, Keys.ENTER)
    until(browser, lambda driver: "query=" in driver.current_url)
    reads(browser, "#answer", "3 rows")
    quiet(browser)


def test_what_is_wrong_with_a_query_is_said_at_its_line(browser: Browser, served: str) -> None:
    text = "SELECT * {\n  ?a ?b (\n}"
    browser.get(f"{served}/editor.html?query={quote(text)}")
    assert "Line 2, column 9" in one(browser, "[role=alert]").text
    field = one(browser, "#query")
    assert field.get_attribute("value") == text
    assert one(browser, ".lines .wrong").text == "2"
    assert browser.switch_to.active_element == field
    assert browser.execute_script("return arguments[0].selectionStart", field) == text.index("(")
    field.send_keys(Keys.DELETE)
    until(browser, lambda driver: not driver.find_elements(By.CSS_SELECTOR, ".lines .wrong"))


def test_the_editor_colours_completes_and_puts_in(browser: Browser, served: str) -> None:
    browser.get(served + "/editor.html")
    field = one(browser, "#query")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("SELECT * { # all", Keys.ENTER, '?who nix:y "words" }')
    colours = browser.find_element(By.CSS_SELECTOR, ".colours")
    found = {one.get_attribute("class"): one.text for one in colours.find_elements(By.CSS_SELECTOR, "span")}
    assert found == {"word": "SELECT", "comment": "# all", "variable": "?who", "unknown": "nix:y", "string": '"words"'}
    assert colours.get_attribute("textContent") == str(field.get_attribute("value")) + "\n"
    assert str(field.get_attribute("value")).endswith('\n  ?who nix:y "words" }'), "the new line is set in"
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("ASK { ?x a wedd")
    reads(browser, "#completions [aria-selected=true]", "ck:Wedding")
    assert field.get_attribute("aria-activedescendant") == "completion-0"
    field.send_keys(Keys.ENTER, " . ?x ck:participant ")
    who = one(browser, "#who")
    who.send_keys("vantr")
    reads(browser, "[role=option]", "Marisol Vantresca")
    who.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    field.send_keys(" }")
    expected = "ASK { ?x a ck:Wedding . ?x ck:participant person:marisol-vantresca }"
    assert field.get_attribute("value") == expected
    one(browser, "#prefix option[value=ck]").click()
    assert str(field.get_attribute("value")).endswith(f"ontology#>\n{expected}")
    field.send_keys(Keys.CONTROL, "z")
    assert field.get_attribute("value") == expected
    field.send_keys(Keys.CONTROL, Keys.ENTER)
    reads(browser, "#h-answer", "Yes")
    quiet(browser)


def test_an_answer_is_sorted_and_drawn(browser: Browser, served: str) -> None:
    browser.get(served + "/query/spouses.html")
    browser.find_element(By.LINK_TEXT, "start").click()
    until(browser, lambda driver: "sort=start" in driver.current_url)
    assert one(browser, "tbody tr").text.startswith("Leocadia Brandt")
    browser.find_element(By.LINK_TEXT, "Graph").click()
    one(browser, "svg.drawing a[href*='leocadia']")
    quiet(browser)


def test_review_by_keys(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "graph"
    with prepared(store):
        pass
    with running(store, sensitive=True, token=TOKEN) as server:
        browser.get(server.url + "/review.html?of=link")
        reads(browser, "#open", "1 open question")
        one(browser, "#token").send_keys(TOKEN)
        one(browser, "#by").send_keys("Mara")
        one(browser, "h1").click()
        body = browser.find_element(By.TAG_NAME, "body")
        body.send_keys("j")
        assert "Marisol Vantresca" in str(browser.switch_to.active_element.get_attribute("aria-label"))
        browser.switch_to.active_element.send_keys("a")
        reads(browser, "#open", "0 open questions")
        reads(browser, ".question", "Marisol Vantresca is Wikidata Q7")
        browser.find_element(By.LINK_TEXT, "Pairs of people").click()
        reads(browser, "#open", "1 open question")
        browser.switch_to.active_element.send_keys("r")  # the token is still known, and the next question in focus
        reads(browser, "#open", "0 open questions")
        quiet(browser)


def test_review_a_claim_by_keys_and_take_it_back(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "graph"
    with prepared(store):
        pass
    with running(store, sensitive=True, token=TOKEN) as server:
        browser.get(server.url + "/person/tamsin-okonjo.html")
        one(browser, ".links a[href*='review']").click()
        reads(browser, ".notice", "Tamsin Okonjo")
        before = len(browser.find_elements(By.CSS_SELECTOR, ".card"))
        one(browser, "#token").send_keys(TOKEN)
        one(browser, "#by").send_keys("Mara")
        one(browser, "h1").click()
        body = browser.find_element(By.TAG_NAME, "body")
        body.send_keys("j")
        while "married to" not in str(browser.switch_to.active_element.get_attribute("aria-label")):
            browser.switch_to.active_element.send_keys("j")
        browser.switch_to.active_element.send_keys("w")
        browser.switch_to.active_element.send_keys("a film, not a life", Keys.ESCAPE)
        browser.switch_to.active_element.send_keys("r")
        reads(browser, "#open", f"{before - 1} open question")
        reads(browser, ".source", "rejected by Mara")
        browser.get(server.url + "/person/tamsin-okonjo.html")
        reads(browser, ".fact.rejected", "a film, not a life")
        browser.get(server.url + "/review.html?about=person/tamsin-okonjo")
        one(browser, "button[value^='claim undo']").send_keys(Keys.ENTER)
        reads(browser, "#open", f"{before} open question")
        quiet(browser)


def test_the_keyboard_reaches_the_content_first(browser: Browser, served: str) -> None:
    browser.get(served + "/person/marisol-vantresca.html")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "To the content"
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "main"


def test_it_works_without_scripts(browser: Browser, served: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(served + "/")
        field = one(browser, "#find-large")
        field.send_keys("Marisol", Keys.ENTER)
        until(browser, lambda driver: "search?q=" in driver.current_url)
        one(browser, "#results a").click()
        one(browser, "details.evidence summary").click()
        assert one(browser, "details[open] blockquote").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


PAGES = (
    "/",
    "/person/marisol-vantresca.html",
    "/couple/dorian-quillfeather/marisol-vantresca.html",
    "/around/marisol-vantresca.html?steps=2",
    "/calendar.html",
    "/calendar/05/24.html",
    "/articles.html",
    "/sources.html",
    "/people.html",
    "/query.html",
    "/query/couples.html",
    "/query/couples.html?view=graph",
    "/editor.html?query=SELECT+*+%7B+%3Fa+ck:marriedTo+%3Fb+%7D",
    "/search?q=marisol",
    "/about.html",
    "/no/such/page",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(browser: Browser, served: str, path: str) -> None:
    browser.get(served + path)
    wide = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.skipif(not AXE.is_file(), reason="axe is missing: npm ci --prefix tests/browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong(browser: Browser, served: str, path: str, scheme: str) -> None:
    media = [{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    browser.get(served + path)
    look_at(browser)


@pytest.mark.skipif(not AXE.is_file(), reason="axe is missing: npm ci --prefix tests/browser")
def test_axe_finds_nothing_wrong_with_the_review(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "graph"
    with prepared(store) as graph:
        claims.reject(graph, graph.statements()[0].id, by="Mara", reason="no")
    with running(store, sensitive=True, token=TOKEN) as server:
        for kind in ("claim", "link", "pair"):
            browser.get(f"{server.url}/review.html?of={kind}")
            heading(browser, "Review")
            look_at(browser)


def look_at(browser: Browser) -> None:
    """Let axe look at the page; fails with what it finds."""
    browser.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})  # the policy lets no script in
    passed, found = browser.execute_async_script(
        "const done = arguments[0]; axe.run().then((it) => done([it.passes.length, it.violations]))"
    )
    assert passed > 10
    told = [(wrong["id"], wrong["impact"], [node["html"][:150] for node in wrong["nodes"][:3]]) for wrong in found]
    assert not told, json.dumps(told, indent=1)


# --- the static site --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("site")
    write(graph(), home)
    return home


def test_the_site_works_from_a_folder(browser: Browser, folder: Path) -> None:
    browser.get((folder / "index.html").as_uri())
    one(browser, "#find-large").send_keys("la mar")
    reads(browser, "[role=option]", "Marisol Vantresca")
    one(browser, "#find-large").send_keys(Keys.ENTER)
    heading(browser, "Found for")
    one(browser, "#results a").click()
    heading(browser, "Marisol Vantresca")
    one(browser, "details.evidence summary").click()
    one(browser, "details[open] .source a").click()
    until(browser, lambda driver: "/article/" in driver.current_url)
    quiet(browser)


def test_the_site_works_from_a_web_host(browser: Browser, folder: Path) -> None:
    handler = functools.partial(_Silent, directory=os.fspath(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        browser.get(f"http://127.0.0.1:{host.server_port}/person/marisol-vantresca.html")
        one(browser, "svg.drawing a[href*='dorian']")
        one(browser, "#find").send_keys("quill")
        reads(browser, "[role=option]", "Dorian Quillfeather")
        quiet(browser)
        host.shutdown()


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass
