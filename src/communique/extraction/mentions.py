"""Mentions: the recogniser's spans, the lexicon's names, and references, joined into one decision per stretch."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc, Span

from communique.language.components import has_scores, spans_of
from communique.language.syntax import head_of
from communique.lexicon import Match, lexicon
from communique.lexicon.derived import honorific_words, state_in

from .choosing import Candidate, choose
from .draft import Mention
from .edges import trimmed
from .ordinals import ordinal_of
from .paragraph import Paragraph
from .patterns import NameByForm, find_names, head_noun
from .plausible import UNSURE, clean_name, is_plausible, meeting_nouns
from .references import count_of, find_references

__all__ = ["find_mentions"]

_INTERNATIONAL = "InternationalOrganization"
_BY_NOUN = frozenset(
    ("Office", "GovernmentBody", "Organization", "InternationalOrganization", "Forum", "Agreement", "Place")
)
_BY_FORM = frozenset(("GovernmentBody", "Organization"))
_FORMED = 0.3
_CAPITAL = 0.55
_EAGERNESS = 1.0
"""What the recogniser half believes is taken up: resolution judges it in the light of the whole document."""
_TOLD_OF = frozenset(("Forum", "Agreement"))
_INSIDE = frozenset(("in", "at", "near", "outside", "around"))
"""Behind these a capital is a place, and not its government."""
_NO_OFFICE = frozenset(("leader", "head", "member", "official", "representative", "participant"))
_SUFFIXES = frozenset(("Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"))
_DISTRICT = frozenset(("D.C.", "DC", "D.C"))
_HYPHENED = frozenset(("Forum", "Agreement", "Meeting", "GovernmentBody", "Organization", "InternationalOrganization"))
_ONE_A_STATE = frozenset(("head-of-state", "head-of-government", "minister"))
_BETWEEN = 6
_JOINING = frozenset((",", ";", ":", "and", "of", "for", "the", "(", ")", "host", "chair", "chairman"))
"""What stands between people who share a title: "Presidents A of B and C of the D"."""
_ASKING_FOR_MORE = frozenset(("and", "of", "between", "with"))
_RANKS = frozenset(
    (
        "Under",
        "Deputy",
        "Assistant",
        "Vice",
        "Acting",
        "Principal",
        "Associate",
        "First",
        "Senior",
        "Chief",
        "Permanent",
    )
)
_MINISTERS = "ministers"
_INITIAL = re.compile(r"[A-Z]\.?")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_EVENTS = frozenset(("summit", "conference", "meeting", "session", "assembly"))
_RULE = frozenset(("administration", "government", "regime", "junta", "governments"))


def find_mentions(paragraph: Paragraph, first_id: int, surnames: Collection[str] = ()) -> list[Mention]:
    """The mentions of one paragraph, in text order; nested ones (the state in a ministry's name) included.

    Args:
        first_id: id of the first mention.
        surnames: of people named before: "Lindner" isn't a place then, if nothing is in it.
    """
    doc = paragraph.doc
    words = [t.text for t in doc]
    formed = list(find_names(doc))
    recognised = [_whole(doc, c, formed) for c in _settled(doc, words, _joined(doc, words, _recognised(doc, words)))]
    people = [c for c in recognised if c.kind in ("Official", "Office")]
    apart = [n for n in formed if not any(c.start < n.end and n.start < c.end for c in people)]
    chosen = choose([*recognised, *_listed(words), *_formed(apart)])
    chosen = [_with_state(doc, c, chosen) if c.kind == "Office" else c for c in chosen]
    chosen += _sessions(doc, chosen)
    shared = list(_shared_titles(doc, words, chosen))
    chosen = [c for c in chosen if not (c.kind == "Office" and any(c.start == s.start for s in shared))] + shared
    named = {(c.start, c.end) for c in chosen}
    chosen += [
        Candidate(r.start, r.end, "Reference", 1.0, form=r.form)
        for r in find_references(doc)
        if not any(s < r.end and r.start < e for s, e in named)
    ]
    sentences = {i: number for number, s in paragraph.sentences for i in range(s.start, s.end)}
    mentions: list[Mention] = []
    for c in sorted(chosen, key=lambda c: (c.start, -c.end)):
        start, end = (c.start, c.end) if c.text else trimmed(doc, c.start, c.end, c.kind)
        if start >= end or not is_plausible(doc[start:end], c.kind, c.confidence, c.known):
            continue
        person = c.kind == "Place" and not c.known and doc[start:end].text in surnames
        person = person and not (start > 0 and doc[start - 1].lower_ in _INSIDE)
        mentions.append(
            Mention(
                id=first_id + len(mentions),
                kind="Official" if person else c.kind,
                text=c.text or clean_name(doc[start:end].text),
                passage=paragraph.passage(start, end),
                block=paragraph.index,
                sentence=sentences[start],
                start=start,
                end=end,
                known=c.known.replace("?", ""),
                same_as=c.same_as,
                form=c.form,
                count=count_of(doc, start, end) if c.kind == "Reference" else 0,
                confidence=c.confidence,
            )
        )
    return mentions


def _recognised(doc: Doc, words: Sequence[str]) -> Iterable[Candidate]:
    if has_scores(doc):
        for layer in ("entity", "entity_inside"):
            for span in spans_of(doc, layer, _EAGERNESS):
                small = {word.lower() for word in words[span.start : span.end]}
                ruled = span.label == "State" and bool(_RULE & small)
                yield Candidate(
                    span.start,
                    span.end,
                    span.label,
                    span.probability,
                    known=(state_in(doc[span.start : span.end].text) or "?") if ruled else "",
                    form="government" if ruled else "name",
                    event=bool(_EVENTS & small),
                )
    else:
        for entity in doc.ents:
            kind = _FOREIGN.get(entity.label_)
            if kind:
                yield Candidate(entity.start, entity.end, kind, 0.7)


def _joined(doc: Doc, words: Sequence[str], found: Iterable[Candidate]) -> Iterable[Candidate]:
    """The spans, a name whole that was cut in two: nobody names two people without a word between them, no body is
    named without its noun ("Permanent | Joint Commission"), and no agreement's name ends in "and" or "of"."""
    last: Candidate | None = None
    for c in found:
        if last is not None and c.start == last.end:
            part = c.kind in _HYPHENED and head_noun(tuple(words[last.start : last.end])) is None
            if c.kind == last.kind and (part or c.kind == "Official"):
                last = replace(last, end=c.end, confidence=min(last.confidence, c.confidence))
                continue
            if last.kind == "Agreement" and doc[last.end - 1].lower_ in _ASKING_FOR_MORE:
                last = replace(last, end=c.end)
        if last is not None:
            yield last
        last = c
    if last is not None:
        yield last


# Labels of other pipelines' recognisers (OntoNotes, CoNLL 2003).
_FOREIGN = {"PERSON": "Official", "PER": "Official", "ORG": "Organization", "FAC": "Place", "LOC": "Place"}


def _settled(doc: Doc, words: Sequence[str], found: Iterable[Candidate]) -> Iterable[Candidate]:
    """The recogniser's spans, an unsure class corrected by the name's own noun: a "Ministry" is a GovernmentBody."""
    for c in found:
        noun = head_noun(tuple(words[c.start : c.end])) if c.kind in _BY_NOUN else None
        loose = c.confidence < UNSURE or c.kind == "Office"
        if c.kind in _TOLD_OF and _takes_place(doc[c.start : c.end]):
            yield replace(c, kind="Meeting")
        elif noun is not None and noun.strong and c.kind not in noun.classes and loose:
            yield replace(c, kind=noun.classes[0])
        else:
            yield c


def _takes_place(span: Span) -> bool:
    """Whether what may be a forum or a text is an event here: "political consultations were held in Bratislava"."""
    head = head_of(span)
    verb = head.head
    told = verb.lemma_.lower() == "hold" or any(c.dep_ == "obj" and c.lower_ == "place" for c in verb.children)
    return told and head.dep_.startswith("nsubj") and head.lemma_.lower() in meeting_nouns()


def _whole(doc: Doc, c: Candidate, formed: Sequence[NameByForm]) -> Candidate:
    """A span that the recogniser cut short, with the parts of the name that are evident from its form."""
    start, end = c.start, c.end
    if c.kind == "Official":
        if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].text in _SUFFIXES:
            end += 2
        elif end < len(doc) and doc[end].text in _SUFFIXES:
            end += 1
    elif c.kind == "Place" and end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].text in _DISTRICT:
        end += 2
    elif c.kind == "Office":
        while start > 0 and doc[start - 1].text in _RANKS:
            start -= 1
    elif c.kind == "Agreement":
        if start > 0 and _YEAR.fullmatch(doc[start - 1].text):
            start -= 1  # "the 2016 Memorandum"
        if re.fullmatch(r"\(\d{4}\)", "".join(t.text for t in doc[end : end + 3])):
            end += 3  # "resolution 1284 (1999)"
        end = _second_party(doc, start, end)
    elif c.kind == "Forum" and not c.known and end - start > 1 and ordinal_of(doc[start].text):
        start += 1  # "48th U.S.-Israel Joint Group": one of its sessions
    elif c.kind in _HYPHENED:
        while start > 1 and doc[start - 1].text in ("-", "–") and doc[start - 2].text[:1].isupper():
            start -= 2  # "Japan-" before "United States Alliance"
        if start > 2 and _is_compound(doc[start - 3 : start]):
            start -= 3  # "CO-ORDINATING" before "COMMITTEE"
    for name in formed:
        if not (name.start <= start and end <= name.end and c.kind in name.classes and name.strong):
            continue
        longer = {t.lower_ for t in doc[name.start : start]} | {t.lower_ for t in doc[end : name.end]}
        if "and" not in longer:
            start, end = name.start, name.end
    return replace(c, start=start, end=end)


def _is_compound(words: Span) -> bool:
    """Whether three tokens are one word with a hyphen, both of whose halves begin with a capital."""
    first, hyphen, last = words
    joined = hyphen.text == "-" and not first.whitespace_ and not hyphen.whitespace_
    return joined and first.text[:1].isupper() and last.text[:1].isupper()


def _second_party(doc: Doc, start: int, end: int) -> int:
    """The end of an agreement's name with both its parties: "Charter between NATO" goes on with "and Ukraine"."""
    words = [t.lower_ for t in doc[start:end]]
    if "between" not in words or "and" in words[words.index("between") :]:
        return end
    if end + 1 >= len(doc) or doc[end].lower_ != "and":
        return end
    last = end + 1
    while last < len(doc) and (doc[last].text[:1].isupper() or doc[last].lower_ in ("the", "of", "for")):
        last += 1
    while last > end and doc[last - 1].lower_ in ("and", "the", "of", "for"):
        last -= 1
    return last


def _sessions(doc: Doc, chosen: Sequence[Candidate]) -> list[Candidate]:
    """ "48th U.S.-Israel Joint Group": an ordinal before a forum makes a meeting of it."""
    found: list[Candidate] = []
    for forum in chosen:
        start = forum.start
        while (
            forum.kind == "Forum" and start > 0 and doc[start - 1].text in ("-", "–", "in", "person", ",", "bilateral")
        ):
            start -= 1
        if forum.kind == "Forum" and start > 0 and ordinal_of(doc[start - 1].text):
            meeting = Candidate(start - 1, forum.end, "Meeting", 0.8)
            if not any(c.kind == "Meeting" and c.start < meeting.end and meeting.start < c.end for c in chosen):
                found.append(meeting)
    return found


def _with_state(doc: Doc, office: Candidate, chosen: Sequence[Candidate]) -> Candidate:
    """ "Chilean Foreign Minister", "Sultan of Brunei": the state at a title is part of the office's name."""
    states = [c for c in chosen if c.kind == "State"]
    start = next((c.start for c in states if c.end == office.start and c.form != "demonym"), office.start)
    end = office.end
    if doc[end : end + 1].text == "of":
        behind = end + 1 + (doc[end + 1 : end + 2].text == "the")
        end = next((c.end for c in states if c.start == behind and c.form != "adjective"), end)
    return replace(office, start=start, end=end)


def _formed(formed: Iterable[NameByForm]) -> Iterable[Candidate]:
    for name in formed:
        if name.strong and name.classes[0] in _BY_FORM:
            yield Candidate(name.start, name.end, name.classes[0], _FORMED)


def _listed(words: Sequence[str]) -> Iterable[Candidate]:
    # The longest names, and the states inside them: "U.S." and "Israel" in a dialogue's name are mentions too, as is
    # the organization with which its organ's name begins ("UN" in "UN Security Council").
    longest = list(lexicon().gazetteer.find(words))
    states = (m for m in lexicon().state_gazetteer.find(words) if not _is_of_a_place(words, m.end))
    matches: list[Match[Any]] = [*longest, *states]
    for match in longest:
        if match.end - match.start > 1 and match.record.classes[0] == _INTERNATIONAL:
            shorter = next(lexicon().gazetteer.find(words[match.start : match.end - 1]), None)
            if shorter is not None and shorter.start == 0 and shorter.record.classes[0] == _INTERNATIONAL:
                matches.append(Match(match.start, match.start + shorter.end, shorter.forms))
    for match in matches:
        form = match.forms[0]
        if form.kind == "capital":  # a place; that it stands for the government is for the recogniser to say
            inside = match.start > 0 and words[match.start - 1].lower() in _INSIDE  # "met in Moscow"
            whose = None if inside else (form.record.name, form.record.identifier)
            yield Candidate(match.start, match.end, "Place", _CAPITAL, capital_of=whose)
            continue
        yield Candidate(
            match.start,
            match.end,
            form.record.classes[0],
            0.5 if form.ambiguous else 0.9,
            form.record.name,
            form.record.identifier,
            form.kind,
            bool(_EVENTS & {w.lower() for w in words[match.start : match.end]}),
            classes=form.record.classes,
        )


def _is_of_a_place(words: Sequence[str], end: int) -> bool:
    """Whether what ends there is part of a place's name: no India in the "Indian Ocean Commission"."""
    behind = words[end] if end < len(words) else ""
    noun = lexicon().head_nouns.get(behind.lower()) if behind[:1].isupper() else None
    return noun is not None and noun.strong and noun.classes[0] == "Place"


def _shared_titles(doc: Doc, words: Sequence[str], chosen: Sequence[Candidate]) -> Iterable[Candidate]:
    """ "the Presidents of A, B and C", "Presidents X of A and Y of B", "the Ministers of A (X) and B (Y)": one each."""
    states = sorted((c for c in chosen if c.kind == "State"), key=lambda c: c.start)
    people = sorted((c for c in chosen if c.kind == "Official"), key=lambda c: c.start)
    for start, end, title, of_states in _plural_titles(doc, words, chosen, states):
        row = _row_of(doc, end, people, states) if of_states else []
        yield from [Candidate(start, end, "Office", 0.8, form="each", text=title)] * len(row)
        if row or doc[end].lower_ != "of":
            continue
        at, found = end + 1, []
        while at < len(doc):
            if doc[at].lower_ in (",", "and", "the"):
                at += 1
                continue
            state = next((c for c in states if c.start == at), None)
            if state is None:
                break
            found.append(state)
            at = state.end
        if len(found) > 1:
            for state in found:
                name = f"{title} of {clean_name(doc[state.start : state.end].text)}"
                yield Candidate(start, state.end, "Office", 0.8, form="shared", text=name)


def _plural_titles(
    doc: Doc, words: Sequence[str], chosen: Sequence[Candidate], states: Sequence[Candidate]
) -> Iterable[tuple[int, int, str, bool]]:
    """Titles of several people: where they begin and end, the title of one, and whether each is of a state.

    Those that the lexicon has, and ministers of anything ("the Ministers of Water Resources of A (X) and B (Y)").
    """
    listed: set[tuple[int, int]] = set()
    for match in lexicon().title_gazetteer.find(words):
        if match.kind == "plural" and match.record.title.lower() not in _NO_OFFICE and match.end < len(doc):
            listed.add((match.start, match.end))
            yield match.start, match.end, match.record.title, match.record.rank in _ONE_A_STATE
    for office in chosen:
        if office.kind != "Office" or doc[office.start].lower_ != _MINISTERS:
            continue
        end = next((s.start for s in states if s.end == office.end and s.start > office.start), office.end)
        while doc[end - 1].lower_ in ("of", "the", "for"):
            end -= 1
        if office.start + 1 < end < len(doc) and (office.start, end) not in listed:
            yield office.start, end, clean_name(f"Minister {doc[office.start + 1 : end].text}"), True


def _row_of(doc: Doc, at: int, people: Sequence[Candidate], states: Sequence[Candidate]) -> list[Candidate]:
    """The people who share the title before them, if they are several."""
    row: list[Candidate] = []
    beside = {i for s in states for i in range(s.start, s.end)}
    for person in (p for p in people if p.start >= at):
        gap = doc[at : person.start]
        words = [t for t in gap if t.i not in beside]
        if len(words) > _BETWEEN or not all(
            t.is_space or t.lower_ in _JOINING or t.text in honorific_words() or _INITIAL.fullmatch(t.text)
            for t in words
        ):
            break
        if row and not any(t.lower_ in (",", ";", "and") for t in words):
            break
        row.append(person)
        at = person.end
    return row if len(row) > 1 else []
