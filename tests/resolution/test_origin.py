"""Which state speaks: by publisher, head, address or agency; no state where several or none do."""

from pathlib import Path

import pytest

from communique.document import find_sources, read_document
from communique.resolution.origin import issuing_state, publishing_state, reporting_state

BODY = "\n\nThe Minister met the delegation on Monday and discussed trade with it at some length in the afternoon.\n"


def read(tmp_path: Path, text: str):
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8")
    (source,) = find_sources([path])
    return read_document(source)


@pytest.mark.parametrize(
    ("head", "state"),
    [
        ("Ministry of Foreign Affairs of the People's Republic of China", "China"),
        ("MINISTRY OF FOREIGN AFFAIRS\nREPUBLIC OF CHILE", "Chile"),
        ("Global Affairs Canada | Affaires mondiales Canada", "Canada"),
        ("From: Norwegian Ministry of Foreign Affairs", "Norway"),
        ("Embassy of India, Kathmandu", "India"),
        ("Statement of the Governments of Chile and Peru", ""),
        ("JOINT COMMUNIQUE OF CHILE AND PERU", ""),
        ("Heads of Government met in Chile", ""),
        ("The Minister visits the Kingdom of Norway", ""),
        ("", ""),
    ],
)
def test_the_head_tells(tmp_path: Path, head: str, state: str) -> None:
    document = read(tmp_path, head + BODY)
    assert issuing_state(document) == state


@pytest.mark.parametrize(
    ("key", "value", "state"),
    [
        ("publisher", "Prime Minister's Office, 10 Downing Street", "United Kingdom"),
        ("publisher", "Ministry of Foreign Affairs of Japan", "Japan"),
        ("publisher", "The Daily Gazette", ""),
        ("source_url", "https://www.mofa.go.jp/press/1.html", "Japan"),
        ("source_url", "https://www.gov.uk/news/1", "United Kingdom"),
        ("source_url", "https://www.state.gov/1", "United States"),
        ("source_url", "https://www.mfa.gov.il/1", "Israel"),
        ("source_url", "https://news.example.fr/gov/1", ""),
        ("source_url", "https://[broken", ""),
    ],
)
def test_the_publisher_and_the_address_tell_more_surely(tmp_path: Path, key: str, value: str, state: str) -> None:
    document = read(tmp_path, f'---\ntitle: Talks\n{key}: "{value}"\n---\n{BODY}')
    assert issuing_state(document) == publishing_state(document) == state


@pytest.mark.parametrize(
    ("head", "state"),
    [
        ("Talks end\n\nTEHRAN, May 29 (IRNA) – The talks ended.", "Iran"),
        ("Xinhua | World", "China"),
        ("BSS | Bangladesh Sangbad Sangstha", "Bangladesh"),
        ("Talks end\n\nPARIS, May 29 (AFP) – The talks ended.", ""),
    ],
)
def test_an_agency_is_no_government(tmp_path: Path, head: str, state: str) -> None:
    document = read(tmp_path, head + BODY)
    assert reporting_state(document) == state
    assert issuing_state(document) == ""
