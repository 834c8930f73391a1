"""The saved questions give the right answers over a story whose answers are known, in both engines."""

import re
import shlex
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import CommuniqueError
from communique.query import (
    ENGINES,
    Engine,
    Names,
    OxigraphEngine,
    Rows,
    ask,
    bind,
    open_graph,
    question,
    questions,
    write,
)
from communique.query.questions import load_question
from communique.query.results import display, for_people

CONTRACT = (
    "participants", "commitments", "forums", "agreements", "holders", "concerns", "structure", "repeated", "encounters",
)  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, story_turtle: Path) -> Engine:
    return open_graph([story_turtle], request.param)


@pytest.fixture(scope="module")
def oxigraph(story_turtle: Path) -> Engine:
    return open_graph([story_turtle])


def table(engine: Engine, name: str, columns: str, **values: str) -> list[tuple[str, ...]]:
    """Some columns of an answer, as people see it, each row once, in order."""
    answer = ask(engine, name, values)
    assert isinstance(answer, Rows)
    shown = for_people(answer)
    chosen = [shown.variables.index(column) for column in columns.split()]
    return list(dict.fromkeys(tuple(display(row[i], {}) for i in chosen) for row in shown.rows))


def test_participants(engine: Engine) -> None:
    assert table(engine, "participants", "day official office state", state="Israel") == [
        ("2020-09-01", "Naftali Bennett", "Prime Minister", "Israel"),
        ("2022-07-14", "Yair Lapid", "Prime Minister", "Israel"),
    ]
    assert table(engine, "participants", "official", since="2022-10") == [
        ("Derek Chollet",),
        ("Joe Biden",),
        ("Kishida Fumio",),
    ]
    assert table(engine, "participants", "official office", until="2022", since="2022-08") == [
        ("Derek Chollet", "Counselor")
    ]


def test_commitments(engine: Engine) -> None:
    values = {"by": "United States", "toward": "Israel", "since": "2022"}
    assert table(engine, "commitments", "day by content document", **values) == [
        ("2022-07-14", "Joe Biden", "Israel’s security and its qualitative edge", "Jerusalem Declaration"),
        ("2022-10-26", "United States", "Israel’s security",
         "Joint Statement on the 48th Joint Political-Military Group"),
    ]  # fmt: skip
    assert table(engine, "commitments", "content", by="usa", topic="conflict") == [("a two-state solution",)]
    assert table(engine, "commitments", "content", by="Israel") == []
    assert table(engine, "commitments", "sentence", toward="Q801", until="2020") == [
        ("They commit Israel’s security.",), ("They commit a two-state solution.",), ('They commit "lower" tariffs.',),
    ]  # fmt: skip


def test_forums(engine: Engine) -> None:
    columns = "forum since founder ordinal day place"
    expected = ("Joint Political-Military Group", "1983", "Ronald Reagan", "48", "2022-10-25", "Jerusalem")
    assert table(engine, "forums", columns, first="United States", second="Israel") == [expected]
    assert table(engine, "forums", columns, first="Japan", second="Israel") == []


def test_agreements(engine: Engine) -> None:
    assert table(engine, "agreements", "agreement signed party documents", party="israel") == [
        ("2016 Memorandum of Understanding", "2016", "Israel", "1"),
        ("2016 Memorandum of Understanding", "2016", "United States", "1"),
    ]
    assert table(engine, "agreements", "agreement", since="2017") == []


def test_holders(engine: Engine) -> None:
    assert table(engine, "holders", "office of official day", state="Israel") == [
        ("Prime Minister", "Israel", "Naftali Bennett", "2020-09-01"),
        ("Prime Minister", "Israel", "Yair Lapid", "2022-07-14"),
    ]
    assert table(engine, "holders", "of official", official="Derek Chollet") == [
        ("Department of State", "Derek Chollet")
    ]


def test_concerns(engine: Engine) -> None:
    assert table(engine, "concerns", "day by says about toward", about="Iran") == [
        ("2022-07-14", "Israel", "concern", "Iran", "Iran"),
        ("2022-07-14", "United States", "concern", "Iran", "Iran"),
        ("2022-10-26", "United States", "condemn", "Iran", "Iran"),
    ]
    assert table(engine, "concerns", "by", by="Japan") == []


def test_structure(engine: Engine) -> None:
    assert table(engine, "structure", "part whole", body="Bureau of Political-Military Affairs") == [
        ("Bureau of Political-Military Affairs", "Department of State"),
        ("Department of State", "United States"),
    ]


def test_repeated(engine: Engine) -> None:
    assert table(
        engine, "repeated", "by toward topic day laterDay again", by="United States", topic="Defence cooperation"
    ) == [
        ("United States", "Israel", "Defence cooperation", "2020-09-01", "2022-10-26", "Israel’s security"),
    ]
    assert table(engine, "repeated", "again", topic="trade") == []


def test_encounters(engine: Engine) -> None:
    assert table(engine, "encounters", "who other meetings firstDay lastDay", who="Joe Biden", other="Israel") == [
        ("Joe Biden", "Israel", "1", "2022-07-14", "2022-07-14"),
        ("Joe Biden", "Naftali Bennett", "1", "2020-09-01", "2020-09-01"),
        ("Joe Biden", "Yair Lapid", "1", "2022-07-14", "2022-07-14"),
    ]


def test_partners(engine: Engine) -> None:
    assert table(engine, "partners", "state other meetings lastDay", state="United States") == [
        ("United States", "Israel", "3", "2022-10-25"),
        ("United States", "Japan", "1", "2023-01-13"),
    ]


def test_fading(engine: Engine) -> None:
    assert table(
        engine, "fading", "change topic commitmentsBefore statementsAfter", before="2021", after="2022-07"
    ) == [
        ("disappeared", "Trade", "1", "0"),
        ("weakened", "Conflict resolution", "1", "1"),
    ]


def test_positions(engine: Engine) -> None:
    assert table(engine, "positions", "topic says firstTimes firstLatest secondTimes secondLatest",
                 first="United States", second="Israel", topic="nuclear") == [
        ("Nuclear non-proliferation", "concern", "1", "2022-07-14: Iran’s nuclear programme",
         "1", "2022-07-14: Iran’s nuclear programme"),
        ("Nuclear non-proliferation", "urge", "0", "", "1", "2022-10-26: Iran to stop <b>now</b>; DROP"),
    ]  # fmt: skip


def test_the_other_questions(engine: Engine) -> None:
    assert table(engine, "statements", "by says content", act="urge") == [
        ("Israel", "urge", "Iran to stop <b>now</b>; DROP")
    ]
    assert table(engine, "statements", "by", by="Japan") == []
    assert table(engine, "joint", "by with says", first="Israel", second="United States") == [
        ("Israel", "United States", "concern")
    ]
    assert table(engine, "members", "group", member="Israel") == [("Joint Political-Military Group",)]
    assert table(engine, "topics", "topic year statements", toward="Japan") == [("Defence cooperation", "2023", "1")]
    assert table(engine, "mentions", "day quote", entity="Iran") == [("2022-07-14", "Iran"), ("2022-10-26", "Iran")]
    assert table(engine, "facts", "subject fact object confidence", entity="JPMG")[0] == (
        "Joint Political-Military Group", "established", "1983", "0.9",
    )  # fmt: skip


@pytest.mark.parametrize("name", list(questions()))
def test_engines_and_file_formats_agree(name: str, story_turtle: Path, story_trig: Path) -> None:
    found = question(name)
    example = shlex.split(found.example)
    values = {key[2:]: value for key, value in zip(example[::2], example[1::2], strict=True)}
    values = {key: {"China": "Israel"}.get(value, value) for key, value in values.items()}
    engines = [open_graph([story_turtle]), open_graph([story_turtle], "rdflib"), open_graph([story_trig])]
    names = Names(engines[0])
    for sparql in (found.sparql, bind(found, values, names)):
        first, *others = (write(each.ask(sparql), "tsv") for each in engines)
        assert others == [first, first]
    assert first.count("\n") > 1 or name == "statements", "an example shows something"


def test_there_are_enough_questions() -> None:
    assert set(CONTRACT) <= set(questions())
    assert len(questions()) >= len(CONTRACT) + 6


@pytest.mark.parametrize("name", list(questions()))
def test_a_question_is_documented(name: str) -> None:
    found = question(name)
    assert found.summary.endswith("?")
    assert all(p.help for p in found.parameters)
    assert {word[2:] for word in shlex.split(found.example) if word.startswith("--")} <= {
        p.name for p in found.parameters
    }
    assert "ORDER BY" in found.sparql, "the answer comes in the same order every time"


def test_mistakes_are_told(oxigraph: Engine) -> None:
    for name, values, message in (
        ("nothing", {}, "there is no question 'nothing'"),
        ("commitments", {"bye": "x"}, "no parameter 'bye'"),
        ("commitments", {"by": "Untied States"}, "did you mean 'United States'"),
        ("commitments", {"by": "Jerusalem"}, "Jerusalem is a Place"),
        ("commitments", {"since": "2022-13"}, "must be a date"),
        ("commitments", {"since": "2022\" } DROP"}, "must be a date"),
        ("commitments", {"topic": "defense"}, "Defence cooperation"),
        ("statements", {"act": "commitment"}, "choose one of commit,"),
        ("holders", {"office": "Prime Minister"}, "can mean 2 things"),
        ("fading", {"before": "2022"}, "needs after"),
    ):  # fmt: skip
        with pytest.raises(CommuniqueError, match=re.escape(message)):
            ask(oxigraph, name, values)


def test_a_header_without_its_parameter_is_refused() -> None:
    header = "#+ summary: Who?\n#+ parameters:\n#+   by: {type: entity, help: x}\n#+ example: ''\n\n"
    assert load_question("who", header + "SELECT * { VALUES ?_by { UNDEF } }").parameters[0].name == "by"
    with pytest.raises(ValueError, match="other parameters"):
        load_question("who", header + "SELECT * { ?_by ?p ?o }")


@given(st.text(min_size=1))
def test_no_text_gets_into_a_query(text: str) -> None:
    store = ox.Store()
    engine = OxigraphEngine(store)
    iri = ox.NamedNode("https://example.org/state/x")
    cmq = "https://w3id.org/communique/ontology#"
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(ox.Quad(iri, rdf_type, ox.NamedNode(cmq + "State")))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.add(ox.Quad(iri, label, ox.Literal(text.encode("utf-8", "replace").decode())))
    found = question("commitments")
    if not text.strip():  # a blank is no value at all
        assert bind(found, {"by": text}, Names(engine)) == bind(found, {}, Names(engine))
        return
    known = bind(found, {"by": "https://example.org/state/y"}, Names(engine))
    expected = known.replace("  VALUES ?_by { <https://example.org/state/y> }\n", "")
    try:
        bound = bind(found, {"by": text}, Names(engine))
    except CommuniqueError:
        return
    assert re.sub(r"  VALUES \?_by \{ <[^<>\"{}|^`\\\s]*> \}\n", "", bound) == expected
