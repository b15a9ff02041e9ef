"""A real browser on the pages: examples run, nothing leaves this machine, keyboard, phone, no script, colours."""

import json
import shutil
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import frame_to_be_available_and_switch_to_it
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from kg.iris import BASE
from kg.model import Conversion
from server.sparql import examples

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--window-size=1280,1000",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
# The lowest contrast of any words with what stands behind them (WCAG 2.2, 1.4.3)
CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
canvas.canvas.width = canvas.canvas.height = 1;
function painted(colours) {
  canvas.fillStyle = "#fff"; canvas.fillRect(0, 0, 1, 1);
  for (const c of colours) { canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
function light(rgb) {
  const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
let worst = [99, ""];
for (const e of document.querySelectorAll("body *")) {
  const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  if (!own || !e.checkVisibility() || e.closest(".skip, .hidden, meter, option")) continue;
  const behind = [];
  for (let p = e; p; p = p.parentElement) behind.unshift(getComputedStyle(p).backgroundColor);
  const a = light(painted(behind)), b = light(painted([...behind, getComputedStyle(e).color]));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
}
return worst;
"""


@pytest.fixture(scope="module")
def address(live: str) -> str:
    """The server, on a free port of loopback."""
    return live


@pytest.fixture(scope="module")
def started() -> Iterator[Chrome]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("no chromium and chromedriver on this machine; install them with: bash scripts/install_browser.sh")
    options = ChromeOptions()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    chrome.set_page_load_timeout(30)
    yield chrome
    chrome.quit()


@pytest.fixture
def chrome(started: Chrome) -> Iterator[Chrome]:
    """The browser as it starts; afterwards it must not have complained."""
    for kind in ("performance", "browser"):
        started.get_log(kind)
    yield started
    for command in ("Emulation.clearDeviceMetricsOverride", "Emulation.setEmulatedMedia"):
        started.execute_cdp_cmd(command, {})
    started.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def pages(seed: Conversion) -> list[str]:
    paths = [seed.article.iri, *(a.iri for a in seed.acts[:3]), *(e.iri for e in seed.resolution.entities[:3])]
    lists = ["/", "/articles", "/acts", "/who", "/search?q=a", "/sparql", "/ontology", "/offices", "/topics", "/nothing"]
    lists += ["/reconcile/about", "/reconcile/entity?id=entity/Q58217", "/reconcile/preview?id=entity/Q58217"]
    return [*lists, *(f"/page/{iri.removeprefix(BASE)}" for iri in paths)]


def asked_for(chrome: Chrome) -> list[str]:
    """The addresses that the pages asked for since the last call."""
    events = (json.loads(entry["message"])["message"] for entry in chrome.get_log("performance"))
    return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


def wait(chrome: Chrome, condition: Any) -> Any:
    return WebDriverWait(chrome, 20).until(condition)


def status(chrome: Chrome) -> str:
    return chrome.find_element(By.ID, "status").text


def finished(chrome: Chrome) -> bool:
    return status(chrome).endswith("ms") or "bad" in chrome.find_element(By.ID, "status").get_attribute("class")


def test_every_example_shows_its_answer_and_no_request_goes_to_another_host(chrome: Chrome, address: str) -> None:
    chrome.get(f"{address}/sparql")
    for example in examples():
        chrome.find_element(By.CSS_SELECTOR, f'button[data-name="{example.name}"]').click()
        wait(chrome, lambda c: finished(c))
        assert chrome.find_element(By.ID, "query").get_attribute("value") == example.text
        if "CONSTRUCT" in example.text:
            assert "foaf" in chrome.find_element(By.CSS_SELECTOR, "#results pre").text
        else:
            assert chrome.find_elements(By.CSS_SELECTOR, "#results tbody tr"), example.name
    requests = asked_for(chrome)
    assert len(requests) > len(examples())
    assert {urlsplit(r).netloc for r in requests} == {urlsplit(address).netloc}
    assert [e for e in chrome.get_log("browser") if e["level"] == "SEVERE"] == []


def test_no_page_asks_another_host_or_makes_the_browser_complain(chrome: Chrome, address: str, seed: Conversion) -> None:
    for path in pages(seed):
        chrome.get(address + path)
    hosts = {urlsplit(r).netloc for r in asked_for(chrome) if not r.startswith("data:")}
    assert hosts == {urlsplit(address).netloc}
    complaints = [e["message"] for e in chrome.get_log("browser") if e["level"] == "SEVERE"]
    assert [c for c in complaints if "/nothing" not in c] == []


def test_things_in_the_table_bear_their_names_and_lead_to_their_pages(chrome: Chrome, address: str, seed: Conversion) -> None:
    chrome.get(f"{address}/sparql")
    chrome.find_element(By.CSS_SELECTOR, 'button[data-name="06-offices"]').click()
    names = {e.label for e in seed.resolution.entities}
    wait(chrome, lambda c: any(a.text in names for a in c.find_elements(By.CSS_SELECTOR, "#results td a")))
    chrome.find_element(By.CSS_SELECTOR, "#results td a").click()
    wait(chrome, lambda c: "/page/" in c.current_url)
    assert chrome.find_element(By.TAG_NAME, "h1").text in names


def test_a_preview_shows_in_the_frame_of_another_page_without_scrolling(chrome: Chrome, address: str) -> None:
    """As OpenRefine shows it; 420 by 220 is the size that the manifest tells."""
    frame = f'<iframe width="420" height="220" style="border:0" src="{address}/reconcile/preview?id=entity%2FQ58217"></iframe>'
    page = Flask("another")
    page.add_url_rule("/", view_func=lambda: frame)
    other = make_server("127.0.0.1", 0, page, threaded=True)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    try:
        chrome.get(f"http://127.0.0.1:{other.server_port}/")
        wait(chrome, frame_to_be_available_and_switch_to_it(0))
        wait(chrome, lambda c: "Minister of Foreign Affairs, Russia" in c.find_element(By.TAG_NAME, "body").text)  # a frame loads by itself
        wait(chrome, lambda c: c.execute_script("return document.readyState === 'complete'"))  # its style too
        assert chrome.execute_script("const e = document.documentElement; return [e.scrollWidth <= 420, e.scrollHeight <= 220]") == [True, True]
    finally:
        chrome.switch_to.default_content()
        other.shutdown()


def test_a_syntax_error_is_told_and_its_place_selected(chrome: Chrome, address: str) -> None:
    chrome.get(f"{address}/sparql")
    query = chrome.find_element(By.ID, "query")
    query.clear()
    query.send_keys("SELECT ?a\nWHERE { ?a ?b }", Keys.CONTROL, Keys.ENTER)
    wait(chrome, lambda c: finished(c))
    assert "line 2" in status(chrome)
    start = chrome.execute_script("return document.getElementById('query').selectionStart")
    assert start >= len("SELECT ?a\n")
    assert chrome.switch_to.active_element == query


def test_an_address_with_a_query_shows_its_answer(chrome: Chrome, address: str) -> None:
    chrome.get(f"{address}/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
    wait(chrome, lambda c: finished(c))
    assert chrome.find_element(By.CSS_SELECTOR, "#results p").text == "yes"
    forms = {a.text for a in chrome.find_elements(By.CSS_SELECTOR, "#downloads a")}
    assert {"CSV", "TSV", "JSON", "XML"} <= forms


def test_the_keyboard_reaches_the_content_first(chrome: Chrome, address: str) -> None:
    chrome.get(address)
    chrome.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = chrome.switch_to.active_element
    assert skip.text == "Skip to content"
    assert skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    assert chrome.switch_to.active_element.get_attribute("id") == "main"


def test_no_page_scrolls_sideways_on_a_phone(chrome: Chrome, address: str, seed: Conversion) -> None:
    size = {"width": 360, "height": 800, "deviceScaleFactor": 2, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for path in [*pages(seed), "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%205"]:
        chrome.get(address + path)
        if "query=" in path:
            wait(chrome, lambda c: finished(c))
        assert chrome.execute_script("return document.documentElement.scrollWidth") <= 360, path


def test_pages_need_no_script(chrome: Chrome, address: str, seed: Conversion) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    chrome.get(f"{address}/page/{seed.article.iri.removeprefix(BASE)}")
    assert seed.article.title.lower() in chrome.find_element(By.TAG_NAME, "h1").text.lower()
    assert len(chrome.find_elements(By.CSS_SELECTOR, "a.m-act")) >= len({a.trigger for a in seed.acts}) // 2
    chrome.find_element(By.CSS_SELECTOR, "a.m-act").click()
    assert chrome.find_element(By.CSS_SELECTOR, ".evidence blockquote").text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(chrome: Chrome, address: str, seed: Conversion, scheme: str) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    for path in pages(seed):
        chrome.get(address + path)
        ratio, where = chrome.execute_script(CONTRAST)
        assert ratio >= 4.5, (path, where)

