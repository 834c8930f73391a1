"""What tests of several rooms share: a small story in four documents, and engines that may be absent."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from communique.findings import Act, DocumentInfo, Entity, Fact, Findings, Passage, Value
from communique.graph import assemble, assemble_dataset, merge, write_graph

WIKIDATA = "http://www.wikidata.org/entity/"
THINGS = {
    "us": ("State", "United States", ("U.S.", "USA"), "United States", (WIKIDATA + "Q30",)),
    "israel": ("State", "Israel", (), "Israel", (WIKIDATA + "Q801",)),
    "iran": ("State", "Iran", (), "Iran", (WIKIDATA + "Q794",)),
    "japan": ("State", "Japan", (), "Japan", ()),
    "dos": ("GovernmentBody", "Department of State", ("State Department",), "U.S. Department of State", ()),
    "pm-bureau": (
        "GovernmentBody",
        "Bureau of Political-Military Affairs",
        (),
        "Bureau of Political-Military Affairs",
        (),
    ),
    "biden": ("Official", "Joe Biden", ("Biden",), "Joe Biden", ()),
    "lapid": ("Official", "Yair Lapid", (), "Yair Lapid", ()),
    "bennett": ("Official", "Naftali Bennett", (), "Naftali Bennett", ()),
    "chollet": ("Official", "Derek Chollet", (), "Derek Chollet", ()),
    "kishida": ("Official", "Kishida Fumio", ("Fumio Kishida",), "Kishida Fumio", ()),
    "president": ("Office", "President", (), "President of the United States", ()),
    "pm-israel": ("Office", "Prime Minister", (), "Prime Minister of Israel", ()),
    "pm-japan": ("Office", "Prime Minister", (), "Prime Minister of Japan", ()),
    "counselor": ("Office", "Counselor", (), "Counselor of the U.S. Department of State", ()),
    "jpmg": ("Forum", "Joint Political-Military Group", ("JPMG",), "Joint Political-Military Group", ()),
    "reagan": ("Official", "Ronald Reagan", (), "Ronald Reagan", ()),
    "mou": ("Agreement", "2016 Memorandum of Understanding", ("MOU",), "2016 Memorandum of Understanding", ()),
    "jerusalem": ("Place", "Jerusalem", (), "Jerusalem", ()),
}
FACTS = {
    "biden": (("holdsOffice", "president"), ("represents", "us")),
    "president": (("officeOf", "us"),),
    "lapid": (("holdsOffice", "pm-israel"), ("represents", "israel")),
    "bennett": (("holdsOffice", "pm-israel"), ("represents", "israel")),
    "pm-israel": (("officeOf", "israel"),),
    "kishida": (("holdsOffice", "pm-japan"), ("represents", "japan")),
    "pm-japan": (("officeOf", "japan"),),
    "chollet": (("holdsOffice", "counselor"), ("represents", "us")),
    "counselor": (("officeOf", "dos"),),
    "dos": (("partOf", "us"),),
    "pm-bureau": (("partOf", "dos"),),
    "jpmg": (
        ("hasMember", "us"),
        ("hasMember", "israel"),
        ("established", Value("1983", "gYear")),
        ("establishedBy", "reagan"),
    ),
    "mou": (("party", "us"), ("party", "israel"), ("signed", Value("2016", "gYear"))),
}
Saying = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def document(
    id_: str,
    date: str,
    title: str,
    things: Sequence[str],
    meeting: Sequence[tuple[str, str | Value]],
    sayings: Sequence[Saying],
) -> Findings:
    """Findings of one document, whose text is a sentence for each thing said and nothing else."""
    text = ""
    spans = []
    for act, content, *_ in sayings:
        start = len(text)
        text += f"They {act} {content}. "
        spans.append((Passage(start, len(text) - 1, text[start : len(text) - 1]), text.index(content, start)))
    names = f"{title}: " + "; ".join(THINGS[key][1] for key in things) + "; they met."
    offset = len(text)
    text += names
    whole = Passage(offset, len(text), names)

    def named(key: str) -> Entity:
        kind, name, aliases, canonical, same = THINGS[key]
        start = text.index(name, offset)
        return Entity(key, kind, name, canonical, aliases, (Passage(start, start + len(name), name),), same)

    entities = [named(key) for key in things]
    facts = [
        Fact(k, p, o, (whole,), 0.9) for k in things for p, o in FACTS.get(k, ()) if o in things or isinstance(o, Value)
    ]
    if meeting:
        at = text.index("they met", offset)
        place = (Passage(at, at + 8, "they met"),)
        entities.append(Entity("meeting", "Meeting", "meeting", "", ("they met",), place, (), at))
        facts += [Fact("meeting", p, o, (whole,), 0.9) for p, o in meeting]
    acts = [
        Act(act, content, Passage(at, at + len(content), content), by, toward, concerns,
            "meeting" if meeting else None, topics, (sentence,), 0.8)
        for (act, content, by, toward, concerns, topics), (sentence, at) in zip(sayings, spans, strict=True)
    ]  # fmt: skip
    info = DocumentInfo(id_, f"{id_}.md", title, date, "White House", url=f"https://example.org/{id_}")
    return Findings(info, tuple(entities), tuple(facts), tuple(acts))


@pytest.fixture(scope="session")
def story() -> tuple[Findings, ...]:
    """Three years of the United States and Israel, and one call with Japan."""
    both = ("us", "israel")
    return (
        document(
            "2020-09-01-call", "2020-09-01", "Readout of a call",
            ("us", "israel", "biden", "bennett", "president", "pm-israel"),
            [("participant", "biden"), ("participant", "bennett"), ("startDate", Value("2020-09-01", "date"))],
            [
                ("commit", "Israel’s security", ("us",), ("israel",), (), ("defence",)),
                ("commit", "a two-state solution", ("us",), ("israel",), (), ("conflict",)),
                ("commit", "\"lower\" tariffs", ("us",), ("israel",), (), ("trade",)),
            ],
        ),
        document(
            "2022-07-14-declaration", "2022-07-14", "Jerusalem Declaration",
            ("us", "israel", "iran", "biden", "lapid", "president", "pm-israel", "mou", "jerusalem"),
            [("participant", "biden"), ("participant", "lapid"), ("host", "israel"), ("heldAt", "jerusalem"),
             ("startDate", Value("2022-07-14", "date"))],
            [
                ("commit", "Israel’s security and its qualitative edge", ("biden",), ("israel",), ("mou",),
                 ("defence",)),
                ("concern", "Iran’s nuclear programme", both, ("iran",), ("iran",), ("nuclear",)),
                ("support", "the path to two states", ("us",), ("israel",), (), ("conflict",)),
            ],
        ),
        document(
            "2022-10-26-jpmg", "2022-10-26", "Joint Statement on the 48th Joint Political-Military Group",
            ("us", "israel", "iran", "chollet", "counselor", "dos", "pm-bureau", "jpmg", "reagan", "jerusalem"),
            [("sessionOf", "jpmg"), ("ordinal", Value("48", "integer")), ("heldAt", "jerusalem"),
             ("startDate", Value("2022-10-25", "date")), ("delegationHead", "chollet"), ("participant", "us"),
             ("participant", "israel")],
            [
                ("commit", "Israel’s security", ("us",), ("israel",), (), ("defence",)),
                ("condemn", "Iran’s transfers of drones", ("us",), ("iran",), ("iran",), ("security",)),
                ("urge", "Iran to stop <b>now</b>; DROP", ("israel",), ("iran",), (), ("nuclear",)),
            ],
        ),
        document(
            "2023-01-13-call", "2023-01-13", "Readout of a meeting with Japan",
            ("us", "japan", "biden", "kishida", "president", "pm-japan"),
            [("participant", "biden"), ("participant", "kishida"), ("startDate", Value("2023-01-13", "date"))],
            [("commit", "the defence of Japan", ("us",), ("japan",), (), ("defence",))],
        ),
    )  # fmt: skip


@pytest.fixture(scope="session")
def story_turtle(story: tuple[Findings, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story's documents merged into one Turtle file."""
    path = tmp_path_factory.mktemp("story") / "graph.ttl"
    write_graph(merge(assemble(findings) for findings in story), path)
    return path


@pytest.fixture(scope="session")
def story_trig(story: tuple[Findings, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story as TriG, a named graph a document."""
    path = tmp_path_factory.mktemp("story") / "graph.trig"
    write_graph(assemble_dataset(story), path)
    return path


@pytest.fixture(scope="session")
def needs() -> Callable[..., None]:
    """A function that skips the test when a program, a file or a folder is absent; under CI it fails instead."""

    def check(*wanted: str, advice: str) -> None:
        absent = [each for each in wanted if not (shutil.which(each) or Path(each).exists())]
        if absent:
            message = f"{', '.join(absent)} not found: {advice}"
            if os.environ.get("CI", "").casefold() in ("true", "1"):
                pytest.fail(message)
            pytest.skip(message)

    return check
