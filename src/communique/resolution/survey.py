"""What a whole document says before anything is weighed: who is who, what sentences state, who is on stage."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.document import Document
from communique.extraction import Draft, Link, Mention
from communique.findings import Passage, Value
from communique.lexicon.derived import parent_of, state_of_body

from .acts import ACTORS
from .cast import Cast, Member, gather, normal
from .hinted import hinted_links
from .meetings import Gathering, settle_meetings
from .naming import best_name, listed
from .offices import OfficeFacts, settle_offices, title_core
from .origin import issuing_state, orator, publishing_state, reporting_state, written_in
from .references import Scene
from .stage import Stage

__all__ = ["Survey", "survey"]

_ORGANS = ("InternationalOrganization", "Organization", "GovernmentBody")
_SIDES = ("State", "InternationalOrganization")
_WHOLES = ("InternationalOrganization", "Organization")
_JOINT = re.compile(r"\b(joint|trilateral|communiqu[eé]|declaration|leaders[’']? (vision )?statement)\b", re.IGNORECASE)
_BODIES = (*_ORGANS, "Forum")
_ABOUT = re.compile(r"\b(?:on|about|regarding|concerning|over|against|towards?)\b", re.IGNORECASE)
_LINE = 300
_MANY = 30
_SHARED = frozenset(("bilateral", "trilateral", "joint"))
_OWN_STATEMENT = re.compile(r"^\W*(press )?(statement|remarks|readout) (by|from|of)\b", re.IGNORECASE)


@dataclass(slots=True)
class Facts:
    """Facts by subject, property and object, with all that speaks for each."""

    cast: Cast
    found: dict[tuple[str, str, str | Value], tuple[list[Passage], float]]

    def add(self, subject: str, prop: str, value: str | Value, passage: Passage, confidence: float) -> None:
        if subject == value:
            return
        passages, best = self.found.get((subject, prop, value), ([], 0.0))
        if passage not in passages:
            passages.append(passage)
        self.found[subject, prop, value] = (passages, max(best, confidence))


@dataclass(slots=True)
class Survey:
    """A document before judgement.

    Attributes:
        draft: what its sentences say.
        cast: its entities.
        facts: what rules state.
        scene: who is meant by pronouns and group words.
        gatherings: its meetings, the main one first.
        meeting_names: the made-up name of each ("meeting of A and B").
        stage: who is on stage.
    """

    draft: Draft
    cast: Cast
    facts: Facts
    scene: Scene
    gatherings: list[Gathering]
    meeting_names: dict[str, str]
    stage: Stage


def survey(document: Document, draft: Draft) -> Survey:
    """Join mentions to entities and collect what the sentences state of them.

    Derives what the annotation standard names: a state takes part where its people do, a body belongs to the state
    whose government it is of, an official acts for the state of the office.
    """
    issuing = issuing_state(document)
    cast = gather(draft.mentions, _in_brackets(document, draft.mentions), issuing)
    home = cast.state(issuing) if issuing else None
    facts = Facts(cast, {})
    links = [*draft.links, *hinted_links(document, draft)]
    part_of = _bodies(draft, links, cast, home, facts)
    year = int(draft.document.date[:4]) if draft.document.date[:4].isdigit() else None
    title_blocks = [i for i, b in enumerate(document.blocks) if b.kind == "title"]
    titled = [m for d in draft.mentions if d.block in title_blocks and (m := cast.member(d.id)) is not None]
    partners = list(dict.fromkeys(m.key for m in titled if m.kind == "State" and m is not home))
    offices = settle_offices(cast, links, home, part_of, year, partners)
    for prop, table in (
        ("holdsOffice", offices.holds),
        ("officeOf", offices.office_of),
        ("represents", offices.represents),
    ):
        for (subject, value), said in table.items():
            for passage, confidence in said:
                facts.add(subject, prop, value, passage, confidence)
    represents = dict(offices.represents.keys())
    scene = _scene(draft, cast, offices, represents, home)
    scene.members = _stated_members(draft, cast)
    gatherings = settle_meetings(draft, cast, title_blocks, scene.whom)
    reporting = _key(cast.state(reporting_state(document)))
    _set_stage(scene, draft, cast, gatherings, represents, title_blocks, home, reporting, document)
    scene.host = _key(home) or reporting or _key(written_in(draft, cast))
    meeting_names = _meeting_facts(cast, gatherings, represents, scene, facts, draft)
    main = gatherings[0].member.key if gatherings and gatherings[0].main else ""
    _joining_facts(draft, cast, scene, facts, main or None)
    stage = Stage(
        main,
        _key(home) or reporting,
        frozenset(scene.people),
        frozenset(scene.states),
        frozenset(scene.issuers),
        frozenset(m.key for m in titled),
        tuple(gatherings[0].evidence[:1]) if main else (),
        frozenset(g.member.key for g in gatherings if g.sort == "visit"),
        frozenset(g.member.key for g in gatherings if g.sort == "call"),
        frozenset(title_blocks),
        sure=bool(publishing_state(document)),
        words={g.member.key: tuple(g.words) for g in gatherings if g.words},
        bodies=frozenset(_sitting(draft, cast, document, title_blocks, main, facts)),
    )
    return Survey(draft, cast, facts, scene, gatherings, meeting_names, stage)


def _key(member: Member | None) -> str:
    return member.key if member is not None else ""


def _in_brackets(document: Document, mentions: Sequence[Mention]) -> dict[int, str]:
    """For "(ASEAN)" right behind a longer name of something: that name."""
    found: dict[int, str] = {}
    ends = {m.passage.end: m for m in mentions if m.kind != "Reference"}
    for mention in mentions:
        gap = document.text[max(0, mention.passage.start - 3) : mention.passage.start]
        opening = re.search(r"\s*\(\s*[“\"']?$", gap)
        if opening and mention.kind != "Reference":
            before = ends.get(mention.passage.start - len(opening[0]))
            if before is not None and before.kind == mention.kind:
                found[mention.id] = before.text
    return found


def _bodies(draft: Draft, links: Sequence[Link], cast: Cast, home: Member | None, facts: Facts) -> dict[str, str]:
    """partOf facts; returns the whole of each body."""
    part_of: dict[str, str] = {}
    known = {
        m.key: own
        for m in cast.kind("GovernmentBody")
        if (own := cast.state(next((s for n in m.names if (s := state_of_body(n))), ""))) is not None
    }
    for link in links:
        if link.property == "partOf" and isinstance(link.object, int):
            body, whole = cast.member(link.subject), cast.member(link.object)
            if body and whole and whole.kind == "State" and known.get(body.key, whole) is not whole:
                continue  # "the Israel Defense Forces and the Department of Defense"
            if body and whole and body is not whole:
                facts.add(body.key, "partOf", whole.key, link.evidence, link.confidence)
                part_of.setdefault(body.key, whole.key)
    for body in list(cast.kind("GovernmentBody")):
        if body.key in part_of:
            continue
        elsewhere = any(map(state_of_body, body.names))  # of a state that the document doesn't name
        member = known.get(body.key) or (None if elsewhere else home)
        if member is not None:
            first = draft.mentions[body.mentions[0]]
            facts.add(body.key, "partOf", member.key, first.passage, 0.75)
            part_of[body.key] = member.key
    for body in [m for m in cast.members.values() if m.kind in _ORGANS]:
        parent = parent_of(body.known) if body.known else ""
        whole = (
            next((m for m in cast.members.values() if m.known == parent and m.kind in _ORGANS), None)
            if parent
            else None
        )
        whole = whole or _named_after(body, cast)
        if whole is not None and body.mentions:
            facts.add(body.key, "partOf", whole.key, draft.mentions[body.mentions[0]].passage, 0.75)
    return part_of


def _named_after(body: Member, cast: Cast) -> Member | None:
    """The organization that one of its organs has in its name: "EFTA Council", "Conference of the League"."""
    for name in map(normal, body.names):
        for whole in cast.members.values():
            if whole.kind not in _WHOLES or whole is body:
                continue
            others = [normal(n) for n in whole.names]
            if any(name.startswith(f"{o} ") or name.endswith((f" of {o}", f" of the {o}")) for o in others if o):
                return whole
    return None


def _scene(draft: Draft, cast: Cast, offices: OfficeFacts, represents: Mapping[str, str], home: Member | None) -> Scene:
    titles: dict[str, list[str]] = defaultdict(list)
    holders: dict[str, list[str]] = defaultdict(list)
    for person, office in offices.holds:
        titles[person] += [title_core(n) for n in cast.members[office].names]
        holders[office].append(person)
    return Scene(cast, (home.key,) if home else (), (), (), represents, titles, holders)


def _stated_members(draft: Draft, cast: Cast) -> dict[str, list[str]]:
    """The members that the text gives each forum."""
    members: dict[str, list[str]] = defaultdict(list)
    for link in draft.links:
        if link.property == "hasMember" and isinstance(link.object, int):
            forum, member = cast.member(link.subject), cast.member(link.object)
            if forum is not None and member is not None and member.key not in members[forum.key]:
                members[forum.key].append(member.key)
    return dict(members)


def _set_stage(
    scene: Scene,
    draft: Draft,
    cast: Cast,
    gatherings: Sequence[Gathering],
    represents: Mapping[str, str],
    title_blocks: Sequence[int],
    home: Member | None,
    reporting: str,
    document: Document,
) -> None:
    """Fill in who the main meeting's people and states are, and who issues the text."""
    main = gatherings[0] if gatherings and gatherings[0].main else None
    people = [k for k in main.participants if cast.members[k].kind == "Official"] if main else []
    states = [k for k in main.participants if cast.members[k].kind in _SIDES] if main else []
    titled = [cast.member(m.id) for m in draft.mentions if m.block in title_blocks and not _is_topic(m, document)]
    in_title = list(dict.fromkeys(m.key for m in titled if m is not None))
    title_people = [k for k in in_title if cast.members[k].kind == "Official"]
    title_states = [k for k in in_title if cast.members[k].kind in _SIDES]
    people = people if len(people) > 1 else list(dict.fromkeys([*people, *title_people]))
    if home is not None and states and home.key not in states and any(represents.get(p) == home.key for p in people):
        states.append(home.key)
    states = list(dict.fromkeys([*states, *(represents[p] for p in people if p in represents)]))
    if len(states) < 2:
        states = list(dict.fromkeys([*states, *title_states]))
    scene.people, scene.states = tuple(people), tuple(states)
    own = any(_OWN_STATEMENT.search(t) for t in draft.titles)
    joint = any(_JOINT.search(t) for t in draft.titles)
    listed = [k for m in draft.speakers for k in scene.whom(draft.mentions[m])]
    listed = [scene.represents.get(k, k) if cast.members[k].kind == "Office" else k for k in listed]
    listed = [k for k in dict.fromkeys(listed) if cast.members[k].kind in ACTORS]
    scene.orator = "" if joint else orator(draft, cast, document)
    side = [represents[scene.orator]] if scene.orator in represents else []
    candidates = (  # each with how many they have to be
        (listed, 2),
        (side, 1),
        (title_people if joint else [], 2),
        ([] if own else title_states, 2),
        ([reporting] if own and reporting else [], 1),  # its agency gives a ministry's statement
        (states if joint or home is None else [], 2),
        ([home.key] if home is not None else [], 1),
        (states, 1),
    )
    scene.issuers = next((tuple(keys) for keys, least in candidates if len(keys) >= least), ())


def _is_topic(mention: Mention, document: Document) -> bool:
    """Whether a headline only speaks about something: "Joint Statement of A and B on C"."""
    ahead = document.text[max(0, mention.passage.start - _LINE) : mention.passage.start].rpartition("\n")[2]
    return bool(_ABOUT.search(ahead))


def _sitting(
    draft: Draft, cast: Cast, document: Document, title_blocks: Sequence[int], main: str, facts: Facts
) -> list[str]:
    """Whose session or statement a document is: a body that its headline names, or that the main meeting is of."""
    found = [m for m in draft.mentions if m.block in title_blocks and not _is_topic(m, document)]
    if main:
        inside = [draft.mentions[i].passage for i in cast.members[main].mentions]
        found += [m for m in draft.mentions if any(p.start <= m.passage.start < p.end for p in inside)]
    keys = [k for m in found if (k := cast.of.get(m.id)) is not None and cast.members[k].kind in _BODIES]
    keys += [v for s, p, v in facts.found if s == main and p == "sessionOf" and isinstance(v, str)]
    return list(dict.fromkeys(keys))


def _meeting_facts(
    cast: Cast,
    gatherings: Sequence[Gathering],
    represents: Mapping[str, str],
    scene: Scene,
    facts: Facts,
    draft: Draft,
) -> dict[str, str]:
    """The facts of each meeting; returns the made-up name of each ("meeting of A and B")."""
    names: dict[str, str] = {}
    whose = {str(s): str(v) for s, p, v in facts.found if p == "officeOf"}
    bodies = [(normal(name), m.key) for kind in _BODIES for m in cast.kind(kind) for name in m.names]
    for g in gatherings:
        key = g.member.key
        for forum, passage in g.forums.items():
            facts.add(key, "sessionOf", forum, passage, 0.8)
            for side in scene.members.get(forum, ()):
                g.participants.setdefault(side, passage)
        sides = {"bilateral": 2, "trilateral": 3}
        words = {w for n in g.names for w in normal(n).split()}
        if not g.participants and any(w in words and len(scene.states) == n for w, n in sides.items()):
            g.participants = dict.fromkeys(scene.states, g.evidence[0])
        for person, passage in list(g.participants.items()):
            state = represents.get(person)
            if state is not None and cast.members[person].kind in ("Official",):
                g.participants.setdefault(state, passage)
        for office, passage in list(g.participants.items()):
            state = whose.get(office)
            if state is not None and cast.members[office].kind == "Office" and cast.members[state].kind in _SIDES:
                g.participants.setdefault(state, passage)
        for head in g.heads:
            g.participants.setdefault(head, g.heads[head])
        for prop, table, confidence in (
            ("participant", g.participants, 0.85),
            ("delegationHead", {k: p for k, p in g.heads.items() if cast.members[k].kind == "Official"}, 0.75),
            ("host", g.hosts, 0.8),
            ("heldAt", g.places, 0.8),
        ):
            for other, passage in table.items():
                facts.add(key, prop, other, passage, confidence)
        if g.start is not None:
            facts.add(key, "startDate", g.start[0], g.start[1], 0.85)
        if g.end is not None and g.end[0] is not None:
            facts.add(key, "endDate", g.end[0], g.end[1], 0.85)
        if g.ordinal is not None:
            facts.add(key, "ordinal", Value(str(g.ordinal[0]), "integer"), g.ordinal[1], 0.85)
        scene.members = {**scene.members, key: [k for k in g.participants if cast.members[k].kind in _SIDES]}
        who = [best_name(cast.members[k]) for k in g.participants if cast.members[k].kind == "Official"]
        who = who or [best_name(cast.members[k]) for k in g.participants]
        if g.sort == "visit" and who:
            names[key] = f"visit of {listed(who)}"
            if g.places:
                names[key] += f" to {best_name(cast.members[next(iter(g.places))])}"
        elif who:
            names[key] = f"call between {listed(who)}" if g.sort == "call" else f"meeting of {listed(who)}"
        _session(g, bodies, facts, draft)
    return names


def _session(g: Gathering, bodies: Sequence[tuple[str, str]], facts: Facts, draft: Draft) -> None:
    """sessionOf: a meeting whose name is that of a forum or body, or holds it.

    Args:
        bodies: their normal names and keys.
    """
    for id_ in g.member.mentions:
        mention = draft.mentions[id_]
        text = f" {normal(mention.text)} "
        for name, key in bodies:
            if len(name) > 1 and f" {name} " in text:
                facts.add(g.member.key, "sessionOf", key, mention.passage, 0.8)


def _our_own(thing: Member, draft: Draft, cast: Cast, main: str | None, facts: Facts) -> bool:
    """Whether a forum or agreement is the parties' own: the main meeting is its session, or the headline names it."""
    if main is not None and (main, "sessionOf", thing.key) in facts.found:
        return True
    titles = normal(" ".join(draft.titles))
    names = [normal(n) for n in thing.names]
    return any(n and n in titles for n in names) or any(set(n.split()) & _SHARED for n in names)


def _joining_facts(draft: Draft, cast: Cast, scene: Scene, facts: Facts, main: str | None) -> None:
    """hasMember, party, signed, established and establishedBy."""
    for link in draft.links:
        if link.property not in ("hasMember", "party", "signed", "established", "establishedBy"):
            continue
        subject = cast.member(link.subject)
        if subject is None:
            reference = draft.mentions[link.subject]
            forums = [m for m in cast.kind("Forum") if any(i < reference.id for i in m.mentions)]
            if link.property not in ("established", "establishedBy") or not forums:
                continue
            subject = max(forums, key=lambda m: max(i for i in m.mentions if i < reference.id))
        if isinstance(link.object, Value):
            facts.add(subject.key, link.property, link.object, link.evidence, link.confidence)
            continue
        for key in scene.whom(draft.mentions[link.object]):
            if cast.members[key].kind in ACTORS and not (
                link.property == "hasMember" and cast.members[key].kind == "Official"
            ):
                facts.add(subject.key, link.property, key, link.evidence, link.confidence)
    sides = [k for k in scene.issuers if cast.members[k].kind in _SIDES] or list(scene.states)
    for kind, prop in (("Forum", "hasMember"), ("Agreement", "party")):
        for thing in cast.kind(kind):
            stated = any(s == thing.key and p == prop for s, p, _ in facts.found)
            ours = _our_own(thing, draft, cast, main, facts)
            if not stated and ours and 1 < len(sides) <= _MANY:
                for side in sides:
                    facts.add(thing.key, prop, side, draft.mentions[thing.mentions[0]].passage, 0.6)
    for forum in cast.kind("Forum"):
        members = [v for (s, p, v) in facts.found if s == forum.key and p == "hasMember"]
        scene.members = {**scene.members, forum.key: [str(m) for m in members]}
