"""What speaks for a link between two members of a cast: what rules state, what the network thinks of mentions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from communique.extraction import DateHint, Draft, Mention
from communique.findings import Passage, Value
from communique.lexicon.leaders import affiliation_of
from communique.schema import DATES, ENDS, LINKS, ROLES

from .cast import Cast, Member
from .meetings import Gathering

__all__ = ["LINKED", "Signals"]

LINKED = tuple(name for name in LINKS if name not in ROLES and name not in DATES)
_AFFILIATIONS = ("State", "InternationalOrganization", "Organization")
_COLUMN = {name: i for i, name in enumerate(LINKED)}
_CHAINS: dict[str, tuple[tuple[str, bool], tuple[str, bool]]] = {
    # property: how a third thing joins subject and object; True where the third thing is the subject of the step
    "represents": (("holdsOffice", False), ("officeOf", False)),
    "officeOf": (("holdsOffice", True), ("represents", False)),
    "holdsOffice": (("represents", False), ("officeOf", True)),
    "participant": (("participant", False), ("represents", False)),
    "hasMember": (("sessionOf", True), ("participant", False)),
    "partOf": (("partOf", False), ("partOf", False)),
    "party": (("party", False), ("represents", False)),
    "host": (("host", False), ("represents", False)),
    "establishedBy": (("establishedBy", False), ("represents", False)),
}


_Ends = dict[tuple[str, str, bool], list[tuple[float, str]]]
"""By a member's key, a property, and whether the member is the subject: how likely which other end is, best first."""


@dataclass(slots=True)
class Signals:
    """What speaks for links between the members of a cast.

    Attributes:
        rules: confidence of what sentences state, by subject, property and object.
        hints: for two members the network's highest probability of each link.
        best: the words behind the highest probability of each.
        days: the network's highest probability of each date, by thing and property.
        affiliations: whom the well-known act for, as the lexicon has it, and whose their offices are.
    """

    rules: Mapping[tuple[str, str, str | Value], float]
    hints: dict[tuple[str, str], NDArray[np.float32]] = field(default_factory=dict)
    best: dict[tuple[str, str, str], tuple[float, Passage, Passage]] = field(default_factory=dict)
    days: dict[tuple[str, str], dict[Value, float]] = field(default_factory=lambda: defaultdict(dict))
    affiliations: dict[str, str] = field(default_factory=dict)
    _rules_at: _Ends = field(default_factory=lambda: defaultdict(list))
    _hints_at: _Ends = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(
        cls,
        draft: Draft,
        cast: Cast,
        rules: Mapping[tuple[str, str, str | Value], float],
        gatherings: Sequence[Gathering],
    ) -> "Signals":
        """The signals of a document."""
        signals = cls(rules, affiliations=_affiliations(draft, cast, rules))
        mentions = draft.mentions
        for hint in draft.hints:
            subject = cast.of.get(hint.subject)
            signals._hear(
                cast, subject, mentions[hint.subject].passage, hint.property, mentions[hint.object], hint.probability
            )
        for day in draft.date_hints:
            signals._hear_date(cast.member(day.subject), day)
        for gathering in gatherings:
            for event in gathering.events:
                for prop, mention, probability in event.hints:
                    said = event.word or event.evidence
                    signals._hear(cast, gathering.member.key, said, prop, mentions[mention], probability)
                for day in event.days:
                    signals._hear_date(gathering.member, day)
        for (one, prop, other), confidence in rules.items():
            if isinstance(other, str):
                signals._rules_at[one, prop, True].append((confidence, other))
                signals._rules_at[other, prop, False].append((confidence, one))
        for (one, prop, end), (probability, _, _) in signals.best.items():
            signals._hints_at[one, prop, True].append((probability, end))
            signals._hints_at[end, prop, False].append((probability, one))
        for ends in (*signals._rules_at.values(), *signals._hints_at.values()):
            ends.sort(reverse=True)
        return signals

    def _hear(
        self, cast: Cast, subject: str | None, said: Passage, prop: str, mention: Mention, probability: float
    ) -> None:
        value = cast.of.get(mention.id)
        if subject is None or value is None or subject == value:
            return
        row = self.hints.setdefault((subject, value), np.zeros(len(LINKED), dtype=np.float32))
        if probability > row[_COLUMN[prop]]:
            row[_COLUMN[prop]] = probability
            self.best[subject, prop, value] = (probability, said, mention.passage)

    def _hear_date(self, member: Member | None, day: DateHint) -> None:
        if member is not None and member.kind in ENDS[day.property][0]:
            own = self.days[member.key, day.property]
            own[day.value] = max(own.get(day.value, 0.0), day.probability)

    def soft(self, subject: str, prop: str, value: str) -> float:
        """How likely a link is by rule or hint, whichever says more."""
        row = self.hints.get((subject, value))
        hinted = float(row[_COLUMN[prop]]) if row is not None else 0.0
        return max(self.rules.get((subject, prop, value), 0.0), hinted)

    def date_hints(self, subject: str, prop: str, value: Value) -> tuple[float, float]:
        """The hint of a date, and the best one of another date."""
        own = self.days.get((subject, prop), {})
        return own.get(value, 0.0), max((p for day, p in own.items() if day != value), default=0.0)

    def known(self, subject: str, value: str) -> int:
        """1 where the lexicon knows the subject to act for the object, -1 where it knows another, else 0."""
        other = self.affiliations.get(subject)
        return 0 if other is None else 1 if other == value else -1

    def around(self, key: str, prop: str, *, as_subject: bool) -> set[str]:
        """The other ends of the links that a member may have."""
        at = (key, prop, as_subject)
        return {other for _, other in (*self._rules_at.get(at, ()), *self._hints_at.get(at, ()))}

    def rival(self, key: str, prop: str, besides: str, *, as_subject: bool) -> tuple[float, float]:
        """The best rule and hint of a property at one end, other than the link at hand."""
        at = (key, prop, as_subject)
        return _besides(self._rules_at.get(at), besides), _besides(self._hints_at.get(at), besides)

    def chain(self, subject: str, prop: str, value: str) -> float:
        """How likely a link follows from two others over a third thing: an office held and whose it is."""
        if prop not in _CHAINS:
            return 0.0
        (first, from_third), (second, to_third) = _CHAINS[prop]
        best = 0.0
        for third in self.around(subject, first, as_subject=not from_third):
            if third in (subject, value):
                continue
            one = self.soft(third, first, subject) if from_third else self.soft(subject, first, third)
            two = self.soft(value, second, third) if to_third else self.soft(third, second, value)
            best = max(best, one * two)
        return best


def _besides(ends: Sequence[tuple[float, str]] | None, one: str) -> float:
    """The best of an end's links, one of them left out; each other end is there once."""
    if not ends:
        return 0.0
    if ends[0][1] != one:
        return ends[0][0]
    return ends[1][0] if len(ends) > 1 else 0.0


def _affiliations(draft: Draft, cast: Cast, rules: Mapping[tuple[str, str, str | Value], float]) -> dict[str, str]:
    named = {m.known: m.key for m in cast.members.values() if m.known and m.kind in _AFFILIATIONS}
    year = int(draft.document.date[:4]) if draft.document.date[:4].isdigit() else None
    found: dict[str, str] = {}
    for person, prop, office in rules:
        if prop == "holdsOffice" and isinstance(office, str):
            name, title = (max(cast.members[key].names, key=lambda n: (len(n), n)) for key in (person, office))
            affiliation = named.get(affiliation_of(name, title, year, tuple(sorted(named))))
            if affiliation is not None:
                found[person] = found[office] = affiliation
    return found
