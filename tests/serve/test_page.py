"""The query page in a browser: questions, free SPARQL, errors at their place, network, CSV; nothing from elsewhere."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def page(server: Any, needs: Callable[..., None]) -> Iterator[Any]:
    needs(CHROMIUM, advice="apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page()
        opened.home = f"http://127.0.0.1:{server.port}/"
        opened.asked_for = []
        opened.complaints = []
        opened.on("request", lambda request: opened.asked_for.append(request.url))
        opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.on(
            "console", lambda said: opened.complaints.append(said.text) if "Content Security" in said.text else None
        )
        yield opened
        outside = [url for url in opened.asked_for if not url.startswith((opened.home, "blob:", "data:"))]
        browser.close()
    assert outside == [], "the page asks nobody but its server"
    assert opened.complaints == []


@pytest.fixture
def home(page: Any) -> Any:
    page.goto(page.home)
    return page


@pytest.mark.engine
def test_a_saved_question(home: Any) -> None:
    home.select_option("#question", "commitments")
    home.fill("#commitments-by", "USA")
    home.fill("#commitments-since", "2022-10")
    home.click("#form-commitments button")
    home.wait_for_selector("#table tbody tr")
    assert home.locator("#table tbody tr").count() == 2
    assert "VALUES ?_by" in home.input_value("#sparql"), "the query that was asked stands in the editor"
    link = home.locator("#table a", has_text="United States").first
    assert link.get_attribute("href") == "/id/state/United_States"
    link.click()
    assert home.locator("h1").inner_text() == "United States"


@pytest.mark.engine
def test_a_wrong_parameter_is_told_beside_it(home: Any) -> None:
    home.select_option("#question", "commitments")
    home.fill("#commitments-toward", "Isreal")
    home.click("#form-commitments button")
    error = home.locator("#form-commitments .field", has=home.locator("#commitments-toward")).locator(".error")
    error.wait_for()
    assert "did you mean 'Israel'" in error.inner_text()


@pytest.mark.engine
def test_names_are_offered(home: Any) -> None:
    home.select_option("#question", "commitments")
    home.focus("#commitments-by")
    home.locator("#names option").nth(5).wait_for(state="attached")
    assert "Israel" in home.evaluate("[...document.querySelectorAll('#names option')].map((o) => o.value)")


@pytest.mark.engine
def test_an_error_is_shown_where_it_is(home: Any) -> None:
    home.fill("#sparql", "SELECT *\nWHERE { ?s ?p }")
    home.click("#free-form button[type=submit]")
    home.locator("#error", has_text="line").wait_for()
    assert "line 2" in home.inner_text("#error")
    where = home.evaluate("document.getElementById('sparql').selectionStart")
    assert where > len("SELECT *\n")


@pytest.mark.engine
def test_table_network_and_csv(home: Any) -> None:
    home.click("#prefixes button[data-prefix=skos]")
    assert home.input_value("#sparql").startswith("PREFIX skos:")
    home.click("#free-form button[type=submit]")
    home.wait_for_selector("#table tbody tr")
    with home.expect_download() as downloading:
        home.click("#csv")
    rows = list(csv.reader(io.StringIO(Path(downloading.value.path()).read_text(), newline="")))
    assert rows[0] == ["official", "officialName", "office", "officeName"]
    assert len(rows) == home.locator("#table tbody tr").count() + 1
    home.click("[data-view=network]")
    home.wait_for_selector("#network canvas")
    home.fill("#sparql", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 20")
    home.click("#free-form button[type=submit]")
    home.click("[data-view=table]")
    home.locator("#table tbody tr").nth(19).wait_for()


@pytest.mark.engine
def test_hostile_text_is_text(home: Any) -> None:
    home.fill("#sparql", "SELECT ('<img src=x onerror=alert(1)>' AS ?x) (IRI('javascript:alert(1)') AS ?y) {}")
    home.click("#free-form button[type=submit]")
    home.locator("#table td", has_text="onerror").wait_for()
    assert home.locator("#table img").count() == 0
    assert home.locator("#table a[href^=javascript]").count() == 0


@pytest.mark.engine
def test_the_network_page(page: Any) -> None:
    page.goto(page.home + "network")
    page.wait_for_selector("canvas")
