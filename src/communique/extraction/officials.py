"""Who holds which office, of what, and for whom they act: titles before names, appositions, "of"."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from communique.findings import Passage
from communique.lexicon.derived import honorific_words

from .draft import Link, Mention
from .paragraph import Paragraph
from .people import DELEGATIONS, LEADING, TITLE

__all__ = ["find_officials"]

_INSTITUTIONS = ("State", "GovernmentBody", "InternationalOrganization", "Organization", "Forum")
_FILLERS = frozenset(("(", ")", "ret.", "Ret.", "-", "–", ",", "elect", "designate", "“", "”", "'", '"', "retired"))
_IN_LISTS = frozenset((",", ";", "and", "as", "well", "his", "their", "the", "&", "along", "with", "by", "also"))
_COMPOSING = frozenset((*LEADING, "include", "comprise", "represent"))
_NEAR = 6
_COLUMN = re.compile(r"[:–—]|\.{3}|…")
_REPRESENTING = frozenset(("represented", "represents", "representing"))
_REPRESENTED = ("State", "InternationalOrganization", "Organization")
_SENT_TO = frozenset(("to", "at"))
_OF_SEVERAL = frozenset(("shared", "each"))
"""Forms of an office whose title stands there once for several: of several states, or for several people."""


def find_officials(paragraph: Paragraph) -> Iterator[Link]:
    """Links of the properties holdsOffice, officeOf and represents that one paragraph states."""
    offices = _outermost(m for m in paragraph.mentions if m.kind == "Office")
    officials = _outermost(m for m in paragraph.mentions if m.kind == "Official")
    held = list(_holdings(paragraph, offices, officials))
    for official, office, confidence in held:
        yield Link(official.id, "holdsOffice", office.id, _span(paragraph, office, official), confidence)
    institutions = {office.id: institution for office in offices if (institution := _institution(paragraph, office))}
    states = {official.id: state for official, state in _row_states(paragraph, officials, offices)}
    for official in (o for o in officials if o.id not in states):
        state = _state_after(paragraph, official)
        if state:
            states[official.id] = state
    for official, state in (*_delegates(paragraph, officials), *_representatives(paragraph), *_tabled(paragraph)):
        states.setdefault(official.id, state)
    for official, office, _ in held:
        if office.id not in institutions and official.id in states:
            institutions[office.id] = states[official.id]
    stated = set(institutions)
    _of_delegation(paragraph, held, institutions)
    _share(paragraph, held, institutions)
    for office in offices:
        if office.id in institutions:
            institution = institutions[office.id]
            confidence = 0.9 if office.id in stated else 0.65
            yield Link(office.id, "officeOf", institution.id, _span(paragraph, office, institution), confidence)
    for office in paragraph.mentions:  # "African Union chair President of Senegal": the one inside is a state's own
        if office.kind == "Office" and office not in offices:
            inside = [m for m in paragraph.inside(office.start, office.end) if m.kind == "State"]
            if inside and not _posted(paragraph, office, inside[-1]):
                yield Link(office.id, "officeOf", inside[-1].id, _span(paragraph, office, inside[-1]), 0.9)
    for official in officials:
        if official.id in states:
            state = states[official.id]
            yield Link(official.id, "represents", state.id, _span(paragraph, official, state))


def _outermost(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or m.start >= kept[-1].end or m.form in _OF_SEVERAL:  # offices that share a title overlap
            kept.append(m)
    return kept


def _span(paragraph: Paragraph, a: Mention, b: Mention) -> Passage:
    """The words from one mention to the other, or the first one's sentence when they are far apart."""
    first, last = min(a.start, b.start), max(a.end, b.end)
    return paragraph.passage(first, last)


def _holdings(
    paragraph: Paragraph, offices: list[Mention], officials: list[Mention]
) -> Iterator[tuple[Mention, Mention, float]]:
    taken: set[int] = set()
    before: dict[int, Mention] = {}
    rows = _rows(paragraph, offices, officials)
    for official, own in rows.items():
        before[official.id] = own
        taken.add(own.id)
        yield official, own, 0.95
    for official in (o for o in officials if o not in rows):
        office = next((o for o in reversed(offices) if o.end <= official.start), None)
        if office and office.sentence == official.sentence and _only_fillers(paragraph, office.end, official.start):
            comma = paragraph.doc[office.end].text == "," if office.end < official.start else False
            if comma and _follows_name(paragraph, office, officials, before):
                continue  # "A, the Director of B, C": the office is A's
            before[official.id] = office
            taken.add(office.id)
            yield official, office, 0.8 if comma else 0.97
            for other in _coordinated_before(paragraph, office, offices, officials):
                taken.add(other.id)
                yield official, other, 0.85
    for official in officials:
        office = next((o for o in offices if o.start >= official.end), None)
        if office is None or office.id in taken or office.sentence != official.sentence:
            continue
        gap = [t.lower_ for t in paragraph.doc[official.end : office.start]]
        if (
            gap
            and gap[0] in (",", "–", "—", "(", "-", "as")
            and set(gap[1:]) <= {"the", "a", "then", "former", "current", ","}
        ):
            taken.add(office.id)
            yield official, office, 0.85
            for other in _coordinated_after(paragraph, office, offices, taken):
                taken.add(other.id)
                yield official, other, 0.8


def _rows(paragraph: Paragraph, offices: list[Mention], officials: list[Mention]) -> dict[Mention, Mention]:
    """Whose of several offices of one title is which: "Presidents A of B and C of D"."""
    found: dict[Mention, Mention] = {}
    titles: dict[int, list[Mention]] = defaultdict(list)
    for office in offices:
        if office.form == "each":
            titles[office.end].append(office)
    for end, shared in titles.items():
        people = [o for o in officials if o.start >= end][: len(shared)]
        found.update(zip(people, shared, strict=False))
    return found


def _row_states(
    paragraph: Paragraph, officials: list[Mention], offices: list[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """The states of those who share a title, where they stand before the names: "the Ministers of A (X) and B (Y)",
    "the Presidents of A and B, X and Y"."""
    titles = Counter(office.end for office in offices if office.form == "each")
    for end, count in titles.items():
        people = [o for o in officials if o.start >= end][:count]
        bounds = [end, *(p.end for p in people)]
        before = [
            [m for m in paragraph.inside(low, p.start) if m.kind == "State"]
            for low, p in zip(bounds, people, strict=False)
        ]
        if all(before):
            yield from ((person, states[-1]) for person, states in zip(people, before, strict=True))
        elif len(before[0]) == len(people) and not any(before[1:]):
            yield from zip(people, before[0], strict=True)


def _only_fillers(paragraph: Paragraph, start: int, end: int) -> bool:
    if end - start > 9:
        return False
    honorifics = honorific_words()
    words = [t.text for t in paragraph.doc[start:end]]
    return all(w in _FILLERS or w in honorifics for w in words)


def _follows_name(paragraph: Paragraph, office: Mention, officials: list[Mention], before: dict[int, Mention]) -> bool:
    """Whether an office is said of the person named before it, who has no other one yet."""
    for official in officials:
        gap = [t.lower_ for t in paragraph.doc[official.end : office.start]] if official.end <= office.start else ["x"]
        if gap and gap[0] == "," and set(gap[1:]) <= {"the", "then", "former"}:
            return official.id not in before  # "Minister A, the Ambassador of B, Ms C": two people
    return False


def _coordinated_before(
    paragraph: Paragraph, office: Mention, offices: list[Mention], officials: list[Mention]
) -> Iterator[Mention]:
    """ "Assistant to the President and National Security Advisor X": both offices are X's."""
    earlier = [o for o in offices if o.end <= office.start]
    if earlier:
        other = earlier[-1]
        gap = [t.lower_ for t in paragraph.doc[other.end : office.start]]
        if other.start > 0 and paragraph.doc[other.start - 1].lower_ == "the":
            return  # "the Vice President and Prime Minister X": two people
        free = not any(other.end <= p.start < office.start for p in officials)
        named = any(p.end <= other.start and _only_fillers(paragraph, p.end, other.start) for p in officials)
        if gap == ["and"] and free and not named:
            yield other


def _coordinated_after(
    paragraph: Paragraph, office: Mention, offices: list[Mention], taken: set[int]
) -> Iterator[Mention]:
    """ "X, Minister of A and Chair of B": both offices are X's, unless a name follows the second."""
    for other in offices:
        if other.start >= office.end and other.id not in taken:
            gap = [t.lower_ for t in paragraph.doc[office.end : other.start]]
            if " ".join(gap) in ("and", "and the"):
                yield other
            return


def _institution(paragraph: Paragraph, office: Mention) -> Mention | None:
    """What an office belongs to: named inside it, right before it, or behind "of"."""
    doc = paragraph.doc
    inside = [m for m in paragraph.inside(office.start, office.end) if m.kind in _INSTITUTIONS and m.id != office.id]
    inside = [m for m in inside if not (m.start > 0 and doc[m.start - 1].lower_ in _SENT_TO)]
    inside = [m for m in inside if not _posted(paragraph, office, m)]
    if office.form in _OF_SEVERAL:
        return next((m for m in inside if m.end == office.end), None)
    bodies = [m for m in inside if m.kind != "State"]
    if bodies:
        return max(bodies, key=lambda m: m.end - m.start)
    if inside:
        return inside[0]
    before = _before(paragraph, office)
    if before:
        return before
    body = _body_after(paragraph, office)
    if body:
        return body
    return _state_after(paragraph, office)


def _posted(paragraph: Paragraph, office: Mention, place: Mention) -> bool:
    """Whether "to" stands between the title and a state: "Ambassador to the United States" is no office of it."""
    return any(t.lower_ in _SENT_TO for t in paragraph.doc[office.start : place.start])


def _before(paragraph: Paragraph, office: Mention) -> Mention | None:
    doc = paragraph.doc
    end = office.start
    while end > 0 and (
        doc[end - 1].tag_ == "POS"
        or doc[end - 1].text in ("’", "'")
        or doc[end - 1].lower_ in ("former", "acting", "then")
    ):
        end -= 1
    found = [m for m in paragraph.mentions if m.end == end and m.kind in _INSTITUTIONS]
    return max(found, key=lambda m: m.end - m.start, default=None)


def _body_after(paragraph: Paragraph, office: Mention) -> Mention | None:
    """The ministry in "State Secretary, Ministry of Finance" and "Director at the Institute"."""
    doc = paragraph.doc
    at = office.end
    if at >= len(doc) or doc[at].lower_ not in (",", "at", "in"):
        return None
    at += 1
    while at < len(doc) and doc[at].lower_ == "the":
        at += 1
    found = [m for m in paragraph.mentions if m.start == at and m.kind == "GovernmentBody"]
    return max(found, key=lambda m: m.end - m.start, default=None)


def _state_after(paragraph: Paragraph, mention: Mention) -> Mention | None:
    """The institution in "X of Y", "X of the Y", "X (Y)"."""
    doc = paragraph.doc
    at = mention.end
    if at >= len(doc) or doc[at].lower_ not in ("of", "from", "(", "for"):
        return None
    opening = doc[at].text
    at += 1
    while at < len(doc) and doc[at].lower_ in ("the", "both"):
        at += 1
    kinds: tuple[str, ...] = ("State",) if opening == "(" or mention.kind == "Official" else _INSTITUTIONS
    if mention.kind == "Official" and opening == "of":
        kinds = ("State", "InternationalOrganization")
    if opening == "for" and mention.kind == "Official":
        return None
    found = [m for m in paragraph.mentions if m.start == at and m.kind in kinds]
    found = [m for m in found if m.form not in ("adjective", "demonym")]
    return max(found, key=lambda m: m.end - m.start, default=None)


def _of_delegation(
    paragraph: Paragraph, held: list[tuple[Mention, Mention, float]], institutions: dict[int, Mention]
) -> None:
    """Those named behind "The Mexican delegation" in its sentence are of that state."""
    for _, sentence in paragraph.sentences:
        sides: list[tuple[int, Mention]] = []
        for token in paragraph.words(sentence, DELEGATIONS):
            near = [m for m in paragraph.mentions if m.kind == "State" and 0 <= token.i - m.end <= 2]
            sides += [(token.i, near[-1])] if near else []
        for _, office, _ in held:
            before = [state for at, state in sides if at <= office.start < sentence.end]
            if office.id not in institutions and before:
                institutions[office.id] = before[-1]


def _delegates(paragraph: Paragraph, officials: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Who leads a state's delegation or is in it: "the Kazakh side was led by A"; by position, since trees fail."""
    doc = paragraph.doc
    for state in paragraph.mentions:
        if state.kind != "State" or doc[state.end : state.end + 1].lemma_.lower() not in DELEGATIONS:
            continue
        reach = doc[state.end + 1 : state.end + _NEAR]
        verb = next((t for t in reach if t.pos_ == "VERB"), None)
        if verb is None or verb.lemma_.lower() not in _COMPOSING:
            continue
        first = next((m for m in officials if 0 < m.start - verb.i <= TITLE and m.sentence == state.sentence), None)
        if first is not None and not any(t.pos_ == "VERB" for t in doc[verb.i + 1 : first.start]):
            yield from ((official, state) for official in paragraph.list_of(first))


def _representatives(paragraph: Paragraph) -> Iterator[tuple[Mention, Mention]]:
    """ "A, Minister for Defence, and B represented Australia", "Australia was represented by A"; by position too."""
    doc = paragraph.doc
    found = [t for t in doc if t.lower_ in _REPRESENTING] if "represent" in paragraph.block.text.lower() else []
    for verb in found:
        passive = doc[verb.i + 1 : verb.i + 2].text == "by"
        if passive:
            sides = [m for m in paragraph.mentions if m.kind in _REPRESENTED and 0 <= verb.i - m.end <= 2]
            behind = (m for m in paragraph.mentions if m.kind == "Official" and 0 < m.start - verb.i <= TITLE)
            person = next(behind, None)
        else:
            sides = [m for m in paragraph.mentions if m.kind in _REPRESENTED and 0 < m.start - verb.i <= 2]
            sides = [m for m in sides if doc[m.end : m.end + 1].text not in ("'s", "’s", "’", "'")]
            ahead = [m for m in paragraph.mentions if m.kind == "Official" and 0 <= verb.i - m.end <= TITLE]
            person = ahead[-1] if ahead else None
        if person is None or not sides or {person.sentence} != {m.sentence for m in sides}:
            continue
        between = doc[min(person.end, verb.i + 1) : max(verb.i, person.start)]
        if not any(t.pos_ == "VERB" and t.i != verb.i for t in between):
            side = max(sides, key=lambda m: m.end - m.start)
            yield from ((official, side) for official in paragraph.list_of(person))


def _tabled(paragraph: Paragraph) -> Iterator[tuple[Mention, Mention]]:
    """ "Algeria ..... Mr. A", "Kenya: Hon. B, Minister of Trade": a delegation's line in a list."""
    doc = paragraph.doc
    for state in paragraph.mentions:
        if state.kind not in _REPRESENTED or state.form in ("adjective", "demonym"):
            continue
        at = state.end
        while at < len(doc) and (doc[at].is_space or not any(c.isalnum() for c in doc[at].text)):
            at += 1
        between = doc[state.end : at].text
        person = next((m for m in paragraph.mentions if m.kind == "Official" and 0 <= m.start - at <= _NEAR), None)
        if _COLUMN.search(between) and person is not None and _only_fillers(paragraph, at, person.start):
            yield person, state


def _share(paragraph: Paragraph, held: list[tuple[Mention, Mention, float]], institutions: dict[int, Mention]) -> None:
    """In a list, an office without a state has that of the one before: "Japanese Foreign Minister A and Defense
    Minister B"."""
    previous: tuple[Mention, Mention] | None = None
    for official, office, _ in sorted(held, key=lambda h: h[0].start):
        if previous is not None and office.id not in institutions and previous[0].sentence == official.sentence:
            gap = [t.lower_ for t in paragraph.doc[previous[0].end : office.start]]
            known = institutions.get(previous[1].id)
            if known is not None and known.kind == "State" and gap and set(gap) <= _IN_LISTS:
                institutions[office.id] = known
        previous = (official, office)
