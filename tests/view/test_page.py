import html
import json
import re
import subprocess
import sys

import pytest
from rdflib import Graph

from communique.errors import CommuniqueError
from communique.view import write_page


@pytest.fixture
def page(both, tmp_path):
    path = tmp_path / "network.html"
    write_page(both, path)
    return path


def data_of(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S).group(1))


def test_the_report_counts_what_is_on_the_page(both, tmp_path):
    report = write_page(both, tmp_path / "n.html", around="Ghana")
    assert (report.entities, report.acts, report.documents) == (4, 3, 2)
    assert report.size == (tmp_path / "n.html").stat().st_size
    assert "Ghana" in report.left_out


def test_the_heading_is_the_document_s_title(first, both, tmp_path):
    write_page(first, tmp_path / "one.html")
    assert data_of(tmp_path / "one.html")["title"] == "Joint Statement of the 3rd Norway-Kenya Coastal Dialogue"
    write_page(both, tmp_path / "two.html")
    assert data_of(tmp_path / "two.html")["title"] == "Network of 2 documents"
    write_page(both, tmp_path / "own.html", title="Mine")
    assert "<title>Mine</title>" in (tmp_path / "own.html").read_text()


def test_equal_graphs_give_equal_bytes_in_any_process(both, tmp_path):
    both.serialize(tmp_path / "g.nt", format="nt")
    script = (
        "import sys; from pathlib import Path; from rdflib import Graph; from communique.view import write_page;"
        "write_page(Graph().parse(sys.argv[1]), Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, tmp_path / "g.nt", tmp_path / seed],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_the_page_names_no_address_to_load_from(page):
    head = html.unescape(page.read_text(encoding="utf-8").split("<script", 1)[0])
    assert "default-src 'none'" in head
    assert "unsafe" not in head
    assert not re.findall(r"(?:src|href)=\"(?!#)", head)


def test_an_empty_graph_makes_a_page_that_says_so(tmp_path, visit):
    write_page(Graph(), tmp_path / "n.html")
    page = visit(tmp_path / "n.html")
    assert page.locator("#empty").is_visible()


def test_nothing_is_written_when_nothing_fits(both, tmp_path):
    with pytest.raises(CommuniqueError):
        write_page(both, tmp_path / "n.html", around="Atlantis")
    assert not list(tmp_path.iterdir())


def boxes_overlap(a, b):
    return a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sample_shows_every_entity_by_name_without_overlap(sample, tmp_path, visit, scheme):
    report = write_page(sample, tmp_path / "n.html")
    assert report.size <= 1_500_000
    page = visit(tmp_path / "n.html", scheme=scheme)
    labels = page.evaluate("communique.labels()")
    assert len({label["node"] for label in labels if "node" in label}) == report.entities > 20
    assert 3 * sum("link" in label for label in labels) >= len(page.evaluate("communique.visible().links"))
    for at, label in enumerate(labels):
        assert 0 <= label["left"] < label["right"] <= 1280
        assert not [other["text"] for other in labels[at + 1 :] if boxes_overlap(label, other)]


def click_node(page, name):
    number = next(
        label["node"]
        for label in page.evaluate("communique.labels()")
        if label.get("node") is not None and label["text"] == name
    )
    point = page.evaluate("id => communique.at(id)", number)
    page.locator("#canvas").click(position=point)
    return number


def test_a_click_on_a_node_shows_its_facts_acts_and_words(page, visit):
    view = visit(page)
    click_node(view, "Kenya")
    panel = view.locator("#panel")
    assert panel.get_by_role("heading", name="Kenya").is_visible()
    assert "Also named Kenyan" in panel.inner_text()
    assert "support Kenya in guarding its fishing grounds" in panel.inner_text()
    quote = panel.locator("blockquote", has=view.locator("mark", has_text="train the coast guard of Ghana"))
    assert "Kenya pledged to train the coast guard of Ghana." in quote.first.inner_text()
    assert "Readout of a call with Ghana" in quote.first.inner_text()
    assert "Aug 19, 2022" in quote.first.inner_text()
    link = panel.locator("blockquote a").first
    assert link.get_attribute("href") == "https://gazette.example/first"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert panel.get_by_role("heading", name="Acts toward it").is_visible()


def test_offices_come_with_what_they_belong_to(page, visit):
    view = visit(page)
    click_node(view, "Ingrid Voll")
    office = view.locator("#panel section", has=view.get_by_role("heading", name="Offices"))
    assert "State Secretary of the Norwegian Ministry of Fisheries, Norwegian Ministry of Fisheries" in " ".join(
        office.inner_text().split()
    )


def test_a_click_on_a_line_shows_its_evidence(page, visit):
    view = visit(page)
    data = data_of(page)
    label = {node["id"]: node["label"] for node in data["nodes"]}
    number = next(
        edge["id"]
        for edge, link in zip(data["edges"], data["links"], strict=True)
        if link.get("property") == "partOf" and label[edge["to"]] == "Kenya"
    )
    view.locator("#canvas").click(position=view.evaluate("id => communique.between(id)", number))
    assert view.evaluate("communique.chosen()") == {"kind": "link", "id": number}
    assert view.locator("#panel h2").inner_text() == "part of"
    assert view.locator("#panel mark").all_inner_texts() == ["Kenyan Ministry of Trade"]


def test_search_finds_any_alias_and_opens_its_panel_by_keyboard(page, visit):
    view = visit(page)
    view.get_by_role("combobox").fill("norweg")
    assert "Norwegian" in view.locator("#found").inner_text()
    view.keyboard.press("Enter")
    assert view.locator("#panel h2").inner_text() == "Norway"
    assert view.evaluate("document.activeElement.id") == "panel-title"
    view.keyboard.press("Escape")
    assert view.locator("#panel").is_hidden()
    assert view.evaluate("document.activeElement.id") == "canvas"
    view.get_by_role("combobox").fill("zzz")
    assert "No entity has such a name" in view.locator("#found").inner_text()


def test_filters_by_class_act_and_property(page, visit):
    view = visit(page)
    data = data_of(page)
    everything = view.evaluate("communique.visible()")
    assert len(everything["nodes"]) == len(data["nodes"])
    view.get_by_label("Offices").uncheck()
    offices = {node["id"] for node in data["nodes"] if node["group"] == "Office"}
    assert set(everything["nodes"]) - set(view.evaluate("communique.visible().nodes")) == offices
    view.get_by_label("commits").uncheck()
    view.get_by_label("participant").uncheck()
    left = {
        data["links"][at].get("act") or data["links"][at]["property"]
        for at, edge in enumerate(data["edges"])
        if edge["id"] in view.evaluate("communique.visible().links")
    }
    assert not left & {"commit", "participant", "holdsOffice", "officeOf"}
    assert {"condemn", "represents"} <= left
    view.get_by_role("button", name="Reset filters").click()
    assert view.evaluate("communique.visible()") == everything
    view.get_by_role("button", name="None of the entities").click()
    assert view.locator("#empty").is_visible()


def test_a_neighbourhood_at_one_or_two_hops(page, visit):
    view = visit(page)
    names = {node["id"]: node["label"] for node in data_of(page)["nodes"]}

    def shown():
        return {names[number] for number in view.evaluate("communique.visible().nodes")}

    click_node(view, "Kwame Asante")
    view.get_by_role("button", name="1 hop").click()
    assert shown() == {"Kwame Asante", "Ghana"}
    view.get_by_role("button", name="2 hops").click()
    assert shown() == {"Kwame Asante", "Ghana", "Kenya", "Norway"}
    view.locator("#focus").get_by_role("button", name="All").click()
    assert len(shown()) == len(names)


def test_the_time_slider_shows_what_was_said_then(page, first, tmp_path, visit):
    view = visit(page)
    names = {node["id"]: node["label"] for node in data_of(page)["nodes"]}
    slider = view.get_by_role("slider", name="From")
    slider.focus()
    view.keyboard.press("ArrowRight")
    view.wait_for_timeout(200)
    assert {names[number] for number in view.evaluate("communique.visible().nodes")} == {
        "Norway",
        "Kenya",
        "Ghana",
        "Ingrid Voll",
        "Kwame Asante",
    }
    assert slider.get_attribute("aria-valuetext") == "Aug 19, 2022"
    view.get_by_role("button", name="Commitments").click()
    assert view.locator("#acts-view tbody tr").count() == 2
    write_page(first, tmp_path / "one.html")
    assert visit(tmp_path / "one.html").locator("#time").is_hidden()


def test_commitments_are_a_table_sorted_and_copied_as_csv(page, visit):
    view = visit(page)
    view.get_by_role("button", name="Commitments").click()
    rows = view.locator("#acts-view tbody tr")
    assert rows.count() == 3
    assert [text.strip() for text in rows.locator("td:first-child").all_inner_texts()] == ["Ghana", "Kenya", "Norway"]
    when = view.get_by_role("columnheader", name="When")
    when.get_by_role("button").click()
    assert when.get_attribute("aria-sort") == "ascending"
    assert rows.locator("td:first-child").all_inner_texts()[0].strip() == "Norway"
    when.get_by_role("button").click()
    assert rows.locator("td:first-child").all_inner_texts()[2].strip() == "Norway"
    view.get_by_role("button", name="Copy as CSV").click()
    view.locator(".copy", has_text="Copied").wait_for()
    lines = view.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n").split("\n")
    assert lines[0] == '"Who","Act","Toward whom","What","When","Source"'
    assert lines[3].startswith('"Norway","commit","Kenya","support Kenya in guarding its fishing grounds","2021-05-04"')
    view.locator("#acts-view .what").first.click()
    assert view.locator("#panel mark").inner_text() == view.locator("#acts-view .what").first.inner_text()
    view.get_by_label("Acts to list").select_option("")
    assert view.locator("#acts-view tbody tr").count() == 5


def test_the_picture_can_be_walked_with_arrow_keys(page, visit):
    view = visit(page)
    view.locator("#canvas").focus()
    seen = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowDown"):
        view.keyboard.press(key)
        chosen = view.evaluate("communique.chosen()")
        assert chosen["kind"] == "node"
        seen.add(chosen["id"])
        assert view.locator("#panel h2").inner_text() in view.locator("#live").inner_text()
    assert len(seen) > 2
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "panel-title"


def test_controls_have_names_and_states(page, visit):
    view = visit(page)
    nameless = view.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a[href], [tabindex='0']")]
            .filter((each) => each.offsetParent && !(each.getAttribute("aria-label") || each.textContent.trim()
              || each.labels?.[0]?.textContent.trim())).map((each) => each.outerHTML)"""
    )
    assert nameless == []
    view.locator("#physics").click()
    assert view.locator("#physics").get_attribute("aria-pressed") == "true"
    assert view.evaluate("communique.physics()") is True
    view.locator("#physics").click()
    assert view.evaluate("communique.physics()") is False


def test_colours_have_contrast_in_both_themes(page):
    style = data_of(page)["style"]

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for theme in ("light", "dark"):
        ground = style["canvas"][theme]["ground"]
        assert contrast(style["canvas"][theme]["ink"], ground) >= 7
        for each in (*style["acts"].values(), {theme: style["canvas"][theme]["soft"]}):
            assert contrast(each[theme], ground) >= 4.5
        for each in style["classes"].values():
            assert contrast(each[theme], ground) >= 3


def test_the_page_works_on_a_phone(page, visit):
    view = visit(page, width=390, height=780, touch=True)
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
    view.get_by_role("button", name="Filters", exact=True).click()
    view.get_by_label("Offices").uncheck()
    view.get_by_role("button", name="Filters", exact=True).click()
    view.get_by_role("combobox").fill("voll")
    view.keyboard.press("Enter")
    box = view.locator("#panel").bounding_box()
    assert box["width"] == 390
    assert box["y"] + box["height"] <= 781
    view.get_by_role("button", name="Close the panel").tap()
    view.get_by_role("button", name="Entities").tap()
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
    assert view.locator("#entities-view tbody tr").count() > 5


def test_the_theme_can_be_switched(page, visit):
    view = visit(page)
    before = view.evaluate("getComputedStyle(document.body).backgroundColor")
    view.locator("#theme").click()
    assert view.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert view.locator("#theme").get_attribute("aria-pressed") == "true"


def test_what_is_left_out_is_on_the_page(both, tmp_path, visit):
    write_page(both, tmp_path / "n.html", top=4, acts=["commit"])
    view = visit(tmp_path / "n.html")
    assert "entities with the fewest links" in view.locator("#left-out").inner_text()
    assert "acts other than commit" in view.locator("#left-out").inner_text()


def test_documents_that_a_selection_leaves_out_are_not_on_the_page(both, tmp_path):
    report = write_page(both, tmp_path / "n.html", since="2022")
    assert report.documents == 1
    text = (tmp_path / "n.html").read_text(encoding="utf-8")
    assert "Readout of a call with Ghana" in text
    assert "Coastal Dialogue" not in text


def test_what_is_chosen_in_a_table_is_in_sight_in_the_network(page, visit):
    view = visit(page)
    view.get_by_role("button", name="Entities", exact=True).click()
    links = view.get_by_role("columnheader", name="Links")
    links.get_by_role("button").click()
    assert links.get_attribute("aria-sort") == "descending"
    view.locator("#entities-view tbody button", has_text="Mombasa").click()
    assert view.locator("#panel h2").inner_text() == "Mombasa"
    view.get_by_role("button", name="Network", exact=True).click()
    view.wait_for_timeout(800)
    box = view.locator("#canvas").bounding_box()
    point = view.evaluate("communique.at(communique.chosen().id)")
    assert 0 < point["x"] < box["width"]
    assert 0 < point["y"] < box["height"]
    assert "Mombasa" in view.evaluate("communique.labels().map((each) => each.text)")
