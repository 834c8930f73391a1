from rdflib import Graph

from communique.view import stats


def table(graph, title):
    return next(each for each in stats(graph) if each.title == title)


def test_what_the_graph_holds(both):
    rows = {row[:2]: row[2] for row in table(both, "What the graph holds").rows}
    assert rows["Documents", ""] == 2
    assert rows["Entities", "States"] == 3
    assert rows["Acts", "commit"] == 3
    assert rows["Facts", "established"] == 1


def test_central_actors_are_actors(both):
    rows = table(both, "Most central actors").rows
    assert {row[0] for row in rows[:2]} == {"Norway", "Kenya"}
    assert not {row[1] for row in rows} & {"Office", "Place", "Meeting"}


def test_who_commits_to_whom(both):
    commitments = table(both, "Who commits to whom")
    cells = {
        (row[0], column): cell
        for row in commitments.rows
        for column, cell in zip(commitments.columns[1:], row[1:], strict=True)
    }
    assert cells["Norway", "Kenya"] == 1
    assert cells["Kenya", "Ghana"] == 1
    assert cells["Ghana", "Norway"] == 1
    assert cells["Norway", "Ghana"] == ""
    assert cells["Kenya", "Total"] == 1


def test_forums_join_states(both):
    assert table(both, "Forums that join states").rows == (("Coastal Dialogue", 2, "Kenya, Norway", "1998", 1),)


def test_tables_without_rows_are_left_out():
    assert [each.title for each in stats(Graph())] == ["What the graph holds"]
