"""Offices: which titles are one office, whose it is, who holds it, and for whom its holders act."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from communique.extraction import Link, Mention
from communique.findings import Passage
from communique.lexicon.derived import form_of, is_foreign_office, is_state_office, office_state, state_of_place
from communique.lexicon.leaders import affiliation_of

from .cast import Cast, Member, normal

__all__ = ["OfficeFacts", "bare_title", "settle_offices", "title_core"]

_WHOSE = re.compile(r"\b(?:of|for) (?:the )?(?=.)")
_LISTED = re.compile(r",? and (?:the )?|, (?:the )?")

_DERIVED = 0.8
_BY_DEFAULT = 0.7
_SHARED = 0.65
_BESIDE = 2
"""Words from a capital to the title behind it: "In Lima, the Foreign Minister"."""
_LONGEST_STATE = 5
_OTHER_RANK = frozenset(("vice", "deputy", "assistant", "under", "former", "associate", "elect"))
_AFFILIATIONS = ("State", "InternationalOrganization", "Organization")


@dataclass(slots=True)
class OfficeFacts:
    """What follows about offices and their holders: (subject key, object key) with evidence and confidence."""

    holds: dict[tuple[str, str], list[tuple[Passage, float]]] = field(default_factory=lambda: defaultdict(list))
    office_of: dict[tuple[str, str], list[tuple[Passage, float]]] = field(default_factory=lambda: defaultdict(list))
    represents: dict[tuple[str, str], list[tuple[Passage, float]]] = field(default_factory=lambda: defaultdict(list))


def settle_offices(
    cast: Cast,
    links: Sequence[Link],
    home: Member | None,
    part_of: Mapping[str, str],
    year: int | None,
    partners: Sequence[str],
) -> OfficeFacts:
    """Join office mentions into offices and derive holdsOffice, officeOf and represents.

    An office without a state of its own has that of its holder, or else that of the government that issued the text.
    The same title of two institutions is two offices.

    Args:
        home: the state whose government speaks, if known.
        part_of: what each body is part of, by key.
        year: of the document, if known.
        partners: the other states that the headline names.
    """
    mentions = {m.id: m for m in cast.mentions if m.kind == "Office"}
    holder: dict[int, tuple[str, Link]] = {}
    institution: dict[int, tuple[str, Link]] = {}
    stated: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if not isinstance(link.object, int):
            continue
        if link.property == "holdsOffice" and (member := cast.member(link.subject)):
            holder.setdefault(link.object, (member.key, link))
        elif link.property == "officeOf" and (member := cast.member(link.object)):
            institution.setdefault(link.subject, (member.key, link))
        elif link.property == "represents" and (member := cast.member(link.subject)):
            stated[member.key].append(link)

    people = _institutions_of_people(cast, holder, institution, stated, part_of)
    people = {**_known_people(cast, holder, year), **people}
    offices: dict[tuple[str, str], Member] = {}
    facts = OfficeFacts()
    held: dict[str, list[tuple[str, Member]]] = defaultdict(list)
    for office in sorted(mentions.values(), key=lambda m: (m.id not in holder, -len(title_core(m.text).split()), m.id)):
        whose, confidence = _whose(office, holder, institution, people, offices, home, cast, partners)
        core = title_core(office.text)
        person = holder[office.id][0] if office.id in holder else ""
        member = offices.get((core, whose)) or next((m for c, m in held[person] if _shorter(core, c)), None)
        if member is None and not person and whose:  # "the Chairperson" after "Chairperson of the Commission"
            longer = [m for (c, w), m in offices.items() if w == whose and _begins(core, c)]
            member = _nearest(office, longer) if longer else None
        if member is None:
            member = offices[core, whose] = cast.new("Office")
        elif (core, whose) not in offices:  # "Counselor Chollet" after "Counselor of the Department of State"
            whose = next((w for (_, w), m in offices.items() if m is member), whose)
        if person:
            held[person].append((core, member))
        cast.add(member, office)
        if whose:
            passage = institution[office.id][1].evidence if office.id in institution else office.passage
            facts.office_of[member.key, whose].append((passage, confidence))
        if office.id in holder:
            key, link = holder[office.id]
            facts.holds[key, member.key].append((link.evidence, link.confidence))
            if whose:
                facts.represents[key, _acting_for(whose, cast, part_of)].append((link.evidence, confidence))
    for key, own in stated.items():
        for link in own:
            target = cast.member(int(str(link.object)))
            if target is not None and not any(
                k == key and cast.members[o].kind == "State" for k, o in facts.represents
            ):
                facts.represents[key, target.key].append((link.evidence, link.confidence))
    return facts


def _shorter(core: str, full: str) -> bool:
    """Whether a title is a short form of another that the same person holds: no "President" of a "Vice President"."""
    words, longer = core.split(), full.split()
    return set(words) < set(longer) and not (set(longer) - set(words)) & _OTHER_RANK


def _begins(core: str, full: str) -> bool:
    """Whether a longer title begins with a title, and is of the same rank."""
    return full.startswith(f"{core} ") and _shorter(core, full)


def title_core(text: str) -> str:
    """A title for comparison, without the state it is of: "Mexican President", "President of Mexico": "president"."""
    return normal(bare_title(text)) or normal(text)


def bare_title(text: str, institution: Collection[str] = ()) -> str:
    """A title without the names of the state or institution that it is of, as written.

    >>> bare_title("Israeli Ambassador to the US")
    'Ambassador to the US'
    >>> bare_title("Minister for Foreign Affairs of the Republic of Kenya")
    'Minister for Foreign Affairs'
    >>> bare_title("Counselor of the U.S. Department of State")
    'Counselor of the U.S. Department of State'
    """
    cuts = (m for m in _WHOSE.finditer(text) if _are_states(text[m.end() :]) or text[m.end() :] in institution)
    cut = next(cuts, None)
    name = (text if cut is None else text[: cut.start()]).strip()
    parts = name.split()
    for length in range(min(_LONGEST_STATE, len(parts) - 1), 0, -1):
        if form_of(" ".join(parts[:length])):
            return " ".join(parts[length:])
    return " ".join(parts)


def _are_states(text: str) -> bool:
    """Whether a text names nothing but states: "the Republic of Kenya", "Chile and Peru", but not "State"."""
    return text == "Republic" or bool(form_of(text)) or all(form_of(name) for name in _LISTED.split(text))


def _institutions_of_people(
    cast: Cast,
    holder: Mapping[int, tuple[str, Link]],
    institution: Mapping[int, tuple[str, Link]],
    stated: Mapping[str, list[Link]],
    part_of: Mapping[str, str],
) -> dict[str, str]:
    """The state or organization that each person stands for, where some office or "of" says it."""
    found: dict[str, str] = {}
    for office, (person, _) in holder.items():
        if office in institution and institution[office][1].confidence > _SHARED:
            found.setdefault(person, _acting_for(institution[office][0], cast, part_of))
    for person, links in stated.items():
        for link in links:
            member = cast.member(int(str(link.object)))
            if member is not None:
                found.setdefault(person, member.key)
    return found


def _known_people(cast: Cast, holder: Mapping[int, tuple[str, Link]], year: int | None) -> dict[str, str]:
    """Whose office the well-known hold, where the text doesn't say but names the state: "President Macron"."""
    titles: dict[str, str] = {}
    for office, (person, _) in holder.items():
        titles.setdefault(person, cast.mentions[office].text)
    named = {m.known: m.key for m in cast.members.values() if m.known and m.kind in _AFFILIATIONS}
    found: dict[str, str] = {}
    for person, title in titles.items():
        name = max(cast.members[person].names, key=lambda n: (len(n), n))
        affiliation = affiliation_of(name, title, year, tuple(sorted(named)))
        if affiliation in named:
            found[person] = named[affiliation]
    return found


def _acting_for(key: str, cast: Cast, part_of: Mapping[str, str]) -> str:
    """The state behind a body; other institutions stand for themselves."""
    seen = {key}
    while cast.members[key].kind == "GovernmentBody" and key in part_of and part_of[key] not in seen:
        key = part_of[key]
        seen.add(key)
    return key


def _nearest(office: Mention, alike: Sequence[Member]) -> Member:
    """Of several offices the one that was named last before a mention, else first after it."""
    return min(alike, key=lambda m: min((office.id - i) if i < office.id else 1000 + i for i in m.mentions))


def _capital_before(office: Mention, cast: Cast) -> Member | None:
    """The state whose capital stands right before a title: "In Lima, Foreign Minister A said"."""
    for mention in cast.mentions[max(0, office.id - _BESIDE) : office.id]:
        near = mention.sentence == office.sentence and 0 < office.start - mention.end <= _BESIDE
        if near and form_of(mention.text) == "capital":
            return cast.state(state_of_place(mention.text))
    return None


def _whose(
    office: Mention,
    holder: Mapping[int, tuple[str, Link]],
    institution: Mapping[int, tuple[str, Link]],
    people: Mapping[str, str],
    offices: Mapping[tuple[str, str], Member],
    home: Member | None,
    cast: Cast,
    partners: Sequence[str],
) -> tuple[str, float]:
    """The institution of an office mention, and how sure that is; an empty key when nothing tells."""
    person = holder.get(office.id)
    if office.id in institution:
        key, link = institution[office.id]
        if link.confidence <= _SHARED and person is not None and people.get(person[0], key) != key:
            return people[person[0]], _DERIVED  # taken from a neighbour in a list, but better known
        return key, link.confidence
    if person is not None and person[0] in people:
        return people[person[0]], _DERIVED
    core = title_core(office.text)
    if person is None:
        # "the President": the office of that title named last before, else first after
        alike = [m for (c, _), m in offices.items() if c == core]
        alike = alike or [m for (c, _), m in offices.items() if _begins(core, c)]
        if alike:
            nearest = _nearest(office, alike)
            return next((w for (c, w), m in offices.items() if m is nearest), ""), _DERIVED
    state = office_state(office.text)
    if state and (member := cast.state(state)):
        return member.key, _DERIVED
    capital = _capital_before(office, cast) if person is not None and is_state_office(office.text) else None
    if capital is not None:
        return capital.key, _SHARED
    own = home is not None and is_state_office(office.text) and not is_foreign_office(office.text, home.known)
    if home is not None and person is not None and own:
        return home.key, _BY_DEFAULT
    if home is not None and person is not None and len(partners) == 1:
        return partners[0], _BY_DEFAULT  # of two states that meet, the other one
    return "", 0.0
