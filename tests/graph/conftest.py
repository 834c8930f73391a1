"""Findings that exercise every class, property, act and role of the ontology."""

import pytest

from communique.findings import Act, DocumentInfo, Entity, Fact, Findings, Passage, Value
from communique.schema import ACTS

TEXT = (
    "The 48th session of the U.S.-Israel Joint Political-Military Group, founded by President Reagan in 1983, met in "
    "Jerusalem on October 25-26, 2022. Counselor Derek Chollet led the delegation of the Department of State. The "
    "United States committed to Israel’s security and recalled the 2016 Memorandum of Understanding, NATO, and TPS."
)


def said(words: str) -> Passage:
    start = TEXT.index(words)
    return Passage(start, start + len(words), words)


def every_term() -> Findings:
    def thing(key: str, kind: str, name: str, *aliases: str, **more: object) -> Entity:
        words = next((n for n in (*aliases, name) if n in TEXT), "The")
        return Entity(key, kind, name, more.pop("canonical", name), aliases, (said(words),), **more)

    wikidata = "http://www.wikidata.org/entity/Q30"
    entities = (
        thing("us", "State", "United States", "U.S.", same_as=(wikidata,)),
        thing("israel", "State", "Israel"),
        thing("nato", "InternationalOrganization", "NATO"),
        thing("dos", "GovernmentBody", "U.S. Department of State", "Department of State"),
        thing("tps", "Organization", "TPS"),
        thing("chollet", "Official", "Derek Chollet", "Chollet"),
        thing("reagan", "Official", "Reagan"),
        thing("counselor", "Office", "Counselor", canonical="Counselor of the U.S. Department of State"),
        thing("jpmg", "Forum", "Joint Political-Military Group"),
        thing("session", "Meeting", "48th session", canonical="", position=4),
        thing("mou", "Agreement", "2016 Memorandum of Understanding"),
        thing("jerusalem", "Place", "Jerusalem"),
    )
    rows: tuple[tuple[str, str, str | Value], ...] = (
        ("chollet", "holdsOffice", "counselor"),
        ("counselor", "officeOf", "dos"),
        ("chollet", "represents", "us"),
        ("dos", "partOf", "us"),
        ("jpmg", "hasMember", "israel"),
        ("session", "sessionOf", "jpmg"),
        ("session", "participant", "us"),
        ("session", "delegationHead", "chollet"),
        ("session", "host", "israel"),
        ("session", "heldAt", "jerusalem"),
        ("jpmg", "establishedBy", "reagan"),
        ("mou", "party", "us"),
        ("session", "ordinal", Value("48", "integer")),
        ("session", "startDate", Value("2022-10-25", "date")),
        ("session", "endDate", Value("2022-10", "gYearMonth")),
        ("jpmg", "established", Value("1983", "gYear")),
        ("mou", "signed", Value("2016", "gYear")),
    )
    sentence = said(TEXT[TEXT.index("The United States") :])
    facts = tuple(Fact(s, p, o, (said(TEXT[: TEXT.index(".", 120) + 1]),), 0.93) for s, p, o in rows)
    acts = tuple(
        Act(
            act,
            "Israel’s security",
            said("Israel’s security"),
            by=("us",),
            toward=("israel",),
            concerns=("mou",),
            made_at="session",
            topics=("defence", "nuclear"),
            evidence=(sentence,),
            confidence=0.8,
        )
        for act in ACTS
    )
    document = DocumentInfo(
        id="seed",
        source="seed.txt",
        title="Joint Statement",
        date="2022-10-26",
        publisher="TPS",
        author="A. Writer",
        url="https://example.org/statement?id=1",
        sha256="00",
    )
    return Findings(document, entities, facts, acts)


@pytest.fixture
def findings() -> Findings:
    return every_term()
