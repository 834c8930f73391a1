"""The words behind things, with what matters marked."""

from pathlib import Path

import pytest

from communique.cli import main
from communique.errors import CommuniqueError
from communique.graph import read_graph
from communique.query.arguments import split_query
from communique.query.explain import explain

STATE = "https://w3id.org/communique/id/state/Israel"


def test_an_entity_by_full_and_short_name(story_turtle: Path) -> None:
    graph = read_graph(story_turtle)
    long, short = explain(graph, STATE), explain(graph, "state:Israel")
    assert long == short
    assert long.title == "Israel (State)"
    assert long.quotes


def test_marked_words_are_in_the_quotes(story_turtle: Path) -> None:
    graph = read_graph(story_turtle)
    acts = sorted({str(s) for s in graph.subjects() if "/act/" in str(s)})
    assert acts
    for act in acts:
        for quote in explain(graph, act).quotes:
            assert "".join(text for text, _ in quote.parts()).split() == quote.text.split()


def test_unknown_things_are_told(story_turtle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommuniqueError, match="no evidence"):
        explain(read_graph(story_turtle), "state:Atlantis")
    with pytest.raises(SystemExit) as left:
        main(["explain", str(story_turtle), "state:Atlantis"])
    assert left.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_query_is_the_last_argument(tmp_path: Path) -> None:
    question = tmp_path / "q.rq"
    question.write_text("ASK {}")
    assert split_query(["a.ttl", "b.ttl", "SELECT * {}"]) == (["a.ttl", "b.ttl"], "SELECT * {}")
    assert split_query(["a.ttl", str(question)]) == (["a.ttl"], "ASK {}")
    assert split_query(["a.ttl"]) == (["a.ttl"], None)
    assert split_query([]) == ([], None)
    with pytest.raises(CommuniqueError, match="can't read the query"):
        split_query(["a.ttl", str(tmp_path / "none.rq")])
