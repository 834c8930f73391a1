from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS

from communique.view.network import Network, network_of

CMQ = Namespace("https://w3id.org/communique/ontology#")


def named(network: Network, label: str) -> int:
    return next(number for number, entity in network.entities.items() if entity.label == label)


def links(network: Network, name: str) -> set[tuple[str, str]]:
    return {
        (network.label(link.source), network.label(link.target)) for link in network.links.values() if link.name == name
    }


def test_entities_facts_and_acts(first):
    network = network_of(first)
    assert len(network.entities) == 13
    assert links(network, "represents") == {("Ingrid Voll", "Norway"), ("Peter Mwangi", "Kenya")}
    assert links(network, "commit") == {("Norway", "Kenya")}
    assert links(network, "condemn") == {("Norway", "Sea Raiders"), ("Kenya", "Sea Raiders")}
    forum = network.entities[named(network, "Coastal Dialogue")]
    assert [(name, text) for name, text, _ in forum.values] == [("established", "1998")]
    assert network.graph.number_of_edges() == len(network.links)


def test_an_act_without_addressee_goes_to_what_it_concerns(first):
    network = network_of(first)
    (link,) = [link for link in network.links.values() if link.name == "welcome"]
    assert (network.label(link.source), network.label(link.target), link.about) == ("Kenya", "Coastal Charter", True)


def marked(network, evidence):
    text = network.quotes[evidence.quote][1]
    return text, [text[start:end] for start, end in evidence.marks]


def test_facts_show_the_sentence_with_both_names_marked(first):
    network = network_of(first)
    (link,) = [
        link
        for link in network.links.values()
        if link.name == "represents" and network.label(link.source) == "Ingrid Voll"
    ]
    text, marks = marked(network, link.evidence[0])
    assert text.startswith("Ingrid Voll, State Secretary")
    assert marks == ["Ingrid Voll", "Norwegian", "Norwegian"]
    assert link.confidence == 0.93


def test_acts_show_the_sentence_with_their_content_marked(first):
    network = network_of(first)
    (act,) = [act for act in network.acts.values() if act.act == "commit"]
    text, marks = marked(network, act.evidence[0])
    assert text == "Norway committed to support Kenya in guarding its fishing grounds."
    assert marks == ["support Kenya in guarding its fishing grounds"]
    assert network.sources[act.evidence[0].document].date == "2021-05-04"


def test_mentions_are_shown_in_their_sentence(both):
    network = network_of(both)
    voll = network.entities[named(network, "Ingrid Voll")]
    assert {marked(network, each)[0][:11] for each in voll.mentions} == {"Ingrid Voll", "State Secre"}
    assert all("Ingrid Voll" in marked(network, each)[1] for each in voll.mentions)
    assert len(voll.documents) == 2


def test_marks_count_as_browsers_do():
    graph = Graph()
    document, passage, act = (URIRef(f"urn:{name}") for name in ("d", "p", "a"))
    quote = "𝔑orway 🇳🇴 committed to\n   help \U0001f41f Kenya."
    for triple in (
        (document, RDF.type, CMQ.Document),
        (passage, CMQ.inDocument, document),
        (passage, CMQ.quote, Literal(quote)),
        (passage, CMQ.start, Literal(5)),
        (act, RDF.type, CMQ.DiplomaticAct),
        (act, CMQ.act, CMQ.commit),
        (act, CMQ.content, Literal("help \U0001f41f Kenya")),
        (act, CMQ.evidence, passage),
    ):
        graph.add(triple)
    ((evidence,),) = [each.evidence for each in network_of(graph).acts.values()]
    ((start, end),) = evidence.marks
    assert quote.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "help \U0001f41f Kenya"


def test_what_has_another_shape_is_passed_over():
    graph = Graph()
    graph.add((URIRef("urn:x"), RDF.type, CMQ.State))
    graph.add((URIRef("urn:x"), CMQ.partOf, Literal("no entity")))
    graph.add((URIRef("urn:x"), CMQ.evidence, URIRef("urn:unknown")))
    graph.add((URIRef("urn:a"), RDF.type, CMQ.DiplomaticAct))
    graph.add((URIRef("urn:p"), CMQ.inDocument, URIRef("urn:nowhere")))
    graph.add((URIRef("urn:p"), CMQ.start, Literal("x")))
    graph.add((URIRef("urn:s"), RDF.type, RDF.Statement))
    graph.add((URIRef("urn:y"), RDFS.label, Literal("untyped")))
    network = network_of(graph)
    assert [entity.label for entity in network.entities.values()] == ["urn:x"]
    assert not network.links
    assert not network.acts
    assert not network_of(Graph()).entities
