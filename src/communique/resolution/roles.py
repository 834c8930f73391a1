"""Candidates for the roles of acts, with what speaks for each as numbers."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.extraction import ActDraft, Draft, Mention
from communique.extraction.telling import COLLECTIVE
from communique.findings import Act
from communique.schema import ACTS, ENTITY_CLASSES, ROLES

from .cast import Cast, normal
from .foreground import FAR, View
from .references import Scene, title_fit
from .stage import Stage

__all__ = ["ROLE_FEATURES", "ROLE_NAMES", "RoleCandidate", "role_candidates"]

ROLE_NAMES = (*ROLES, "concerns")
_FORMS = ("persons", "states", "any", "person", "thing", "speaker", "other")
_FAR = 60
ROLE_FEATURES: tuple[str, ...] = (
    *(f"is {r}" for r in ROLE_NAMES),
    *(f"act {a}" for a in ACTS),
    *(f"kind {k}" for k in ENTITY_CLASSES),
    *(f"rule {r}" for r in ROLE_NAMES),
    *(f"hint {r}" for r in ROLES),
    *(f"best other hint {r}" for r in ROLES),
    *(f"holder {f}" for f in _FORMS),
    *(f"holder named {k}" for k in ENTITY_CLASSES),
    "holder unsaid",
    "rule holders",
    "represented by hint",
    "represents by hint",
    "represented by a holder",
    "represents a holder",
    "represents an addressee",
    "held the act before",
    "inside content",
    "nested in content",
    "at content's start",
    "before in sentence",
    "first in sentence",
    "after in sentence",
    "gap",
    "sentences since named",
    "mentions",
    "on stage",
    "issues",
    "is home",
    "in headline",
    "people on stage",
    "states on stage",
    "issuers",
    "act confidence",
    "content words",
    "met to act",
    "is a body on stage",
    "bodies on stage",
    "named as holder of others",
    "share of named holders",
    "named as the holder",
    "in the holder's name",
    "title fits",
    "best title fits",
    "leads its side",
    "order on stage",
    "chance of taking part",
    "holders counted",
    "another side than the holder's",
    "pronouns in sentence",
    "addressed by a pronoun",
    "others named since",
    "leads the last sentence",
    "of the last several",
    "last several",
)
_AT = {name: i for i, name in enumerate(ROLE_FEATURES)}


@dataclass(frozen=True, slots=True)
class RoleCandidate:
    """Something that may stand in a role of an act.

    Attributes:
        act: index of the act.
        role: by, toward or concerns.
        entity: key.
    """

    act: int
    role: str
    entity: str


@dataclass(slots=True)
class _Around:
    """What is named in and around one act: mentions by entity, those in the content apart; ids of pronouns."""

    inside: dict[str, list[Mention]]
    sentence: dict[str, list[Mention]]
    first: str
    pronouns: tuple[int, ...]


def role_candidates(
    draft: Draft,
    cast: Cast,
    acts: Sequence[Act],
    stage: Stage,
    scene: Scene,
    present: Mapping[str, float],
    gone: Collection[str],
    views: Sequence[View],
    voices: Sequence[tuple[str, ...]],
) -> tuple[list[RoleCandidate], NDArray[np.float32]]:
    """Everything that may stand in a role of an act, and a row of `ROLE_FEATURES` for each.

    Args:
        acts: the draft's acts with the roles that rules give them, in the draft's order.
        scene: for whom each official acts, in what office.
        present: how likely each takes part in the main meeting.
        gone: who can't stand in a role.
        views: whom the words before each act name.
        voices: whose words each act is.
    """
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in draft.mentions:
        by_sentence[mention.sentence].append(mention)
    seen = {m.key: sorted({draft.mentions[i].sentence for i in m.mentions}) for m in cast.members.values()}
    found: list[RoleCandidate] = []
    rows: list[NDArray[np.float32]] = []
    before: frozenset[str] = frozenset()
    company = _Company.of(draft, cast, scene, present)
    for number, (told, act) in enumerate(zip(draft.acts, acts, strict=True)):
        around = _around(told, by_sentence, cast)
        hints = _hints(told, cast)
        common = _common(told, act, draft, stage)
        fits = company.fits(told, draft)
        view = views[number]
        bases: dict[str, NDArray[np.float32]] = {}  # what is the same for each role that something may stand in
        for role in ROLE_NAMES:
            more = _meant(role, told, draft, view)
            if role == "by":
                more = more.union(before, company.around[number], voices[number])
            for key in _eligible(role, act, told, around, hints, stage, cast, more):
                if key in gone:
                    continue
                if key not in bases:
                    bases[key] = common.copy()
                    _fill(bases[key], key, act, told, around, hints, stage, company, before, cast, seen[key])
                    _fill_view(bases[key], key, view)
                row = bases[key].copy()
                row[_AT[f"is {role}"]] = 1
                if role == "by":
                    company.fill(row, key, number, fits)
                found.append(RoleCandidate(number, role, key))
                rows.append(row)
        before = frozenset(act.by)
    return found, np.array(rows, dtype=np.float32).reshape(-1, len(ROLE_FEATURES))


def _meant(role: str, told: ActDraft, draft: Draft, view: View) -> frozenset[str]:
    """Who of the foreground may be meant by the words for an act's holders or addressees."""
    if role == "concerns":
        return frozenset()
    words = [m for i in (told.by if role == "by" else told.toward) if (m := draft.mentions[i]).kind == "Reference"]
    if not words and (role == "toward" or told.by):
        return frozenset()
    return view.near


def _fill_view(row: NDArray[np.float32], key: str, view: View) -> None:
    row[_AT["others named since"]] = min(view.ranks.get(key, FAR), FAR)
    row[_AT["leads the last sentence"]] = key in view.leading
    own = next((s for s in view.several if key in s), frozenset[str]())
    row[_AT["of the last several"]] = bool(own)
    row[_AT["last several"]] = min(len(own), 8)


@dataclass(slots=True)
class _Company:
    """Who acts elsewhere in a document, and what tells those on stage apart when a group word names them.

    Attributes:
        named: how often each is named as the holder of an act.
        holders: whom each act names, in the draft's order.
        around: what is named in the names of those holders: the community whose council it is.
        order: the place of each on stage.
        offices: normal titles of each.
        present: how likely each takes part in the main meeting.
        represents: for whom each official acts.
        people: who acts for each state or organization.
    """

    named: Counter[str]
    holders: list[set[str]]
    around: list[frozenset[str]]
    order: dict[str, int]
    offices: Mapping[str, Sequence[str]]
    present: Mapping[str, float]
    represents: Mapping[str, str]
    people: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, draft: Draft, cast: Cast, scene: Scene, present: Mapping[str, float]) -> "_Company":
        holders = [{cast.of[m] for m in act.by if m in cast.of} for act in draft.acts]
        order = {key: at for at, key in enumerate((*scene.people, *scene.states))}
        named = Counter(key for keys in holders for key in keys)
        people: dict[str, list[str]] = defaultdict(list)
        for person, side in scene.represents.items():
            people[side].append(person)
        names = {k: [f" {normal(n)} " for n in m.names] for k, m in cast.members.items() if m.kind in COLLECTIVE}
        within = {
            key: frozenset(
                k
                for k, own in names.items()
                if k != key and any(n in f" {normal(o)} " for n in own for o in cast.members[key].names)
            )
            for key in named
            if cast.members[key].kind in (*COLLECTIVE, "Meeting")
        }
        around = [frozenset[str]().union(*(within.get(key, ()) for key in keys)) for keys in holders]
        return cls(named, holders, around, order, scene.offices, present, scene.represents, dict(people))

    def fits(self, told: ActDraft, draft: Draft) -> dict[str, float]:
        """How well each on stage fits a group word for persons that names an act's holders, if one does."""
        words = [m for i in told.by if (m := draft.mentions[i]).kind == "Reference" and m.form == "persons"]
        return {k: title_fit(words[0], self.offices.get(k, ())) for k in self.order} if words else {}

    def fill(self, row: NDArray[np.float32], key: str, act: int, fits: Mapping[str, float]) -> None:
        others = self.named[key] - (key in self.holders[act])
        row[_AT["named as holder of others"]] = min(others, 8)
        row[_AT["share of named holders"]] = others / max(1, self.named.total())
        row[_AT["named as the holder"]] = key in self.holders[act]
        row[_AT["in the holder's name"]] = key in self.around[act]
        row[_AT["title fits"]] = fits.get(key, 0.0)
        row[_AT["best title fits"]] = max(fits.values(), default=0.0)
        row[_AT["order on stage"]] = self.order.get(key, 20)
        row[_AT["chance of taking part"]] = self.present.get(key, 0.0)


def _around(told: ActDraft, by_sentence: Mapping[int, Sequence[Mention]], cast: Cast) -> _Around:
    inside: dict[str, list[Mention]] = defaultdict(list)
    sentence: dict[str, list[Mention]] = defaultdict(list)
    first = ""
    pronouns = tuple(m.id for m in by_sentence.get(told.sentence, ()) if m.kind == "Reference" and m.form != "speaker")
    for mention in by_sentence.get(told.sentence, ()):
        key = cast.of.get(mention.id)
        if key is None:
            continue
        within = told.span.start <= mention.passage.start and mention.passage.end <= told.span.end
        (inside if within else sentence)[key].append(mention)
        if not first and not within and mention.kind in ROLES["by"]:
            first = key
    return _Around(dict(inside), dict(sentence), first, pronouns)


def _hints(told: ActDraft, cast: Cast) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {r: {} for r in ROLES}
    for role, mention, probability in told.hints:
        key = cast.of.get(mention)
        if key is not None:
            found[role][key] = max(found[role].get(key, 0.0), probability)
    return found


def _eligible(
    role: str,
    act: Act,
    told: ActDraft,
    around: _Around,
    hints: Mapping[str, Mapping[str, float]],
    stage: Stage,
    cast: Cast,
    more: frozenset[str],
) -> list[str]:
    if role == "concerns":
        keys = {*around.inside, *act.concerns}
        return [k for k in cast.members if k in keys]
    keys = {*getattr(act, role), *hints[role], *around.sentence, *more}
    if role == "by":
        keys |= stage.people | stage.states | stage.issuers | stage.bodies
    kinds = ROLES[role]
    return [k for k, m in cast.members.items() if k in keys and m.kind in kinds]


def _common(told: ActDraft, act: Act, draft: Draft, stage: Stage) -> NDArray[np.float32]:
    row = np.zeros(len(ROLE_FEATURES), dtype=np.float32)
    row[_AT[f"act {act.act}"]] = 1
    forms = [draft.mentions[m] for m in told.by]
    for mention in forms:
        if mention.kind == "Reference":
            row[_AT[f"holder {mention.form}"]] = 1
        else:
            row[_AT[f"holder named {mention.kind}"]] = 1
    row[_AT["holder unsaid"]] = not forms
    row[_AT["rule holders"]] = min(len(act.by), 8)
    row[_AT["people on stage"]] = min(len(stage.people), 8)
    row[_AT["states on stage"]] = min(len(stage.states), 8)
    row[_AT["issuers"]] = min(len(stage.issuers), 8)
    row[_AT["act confidence"]] = told.confidence
    row[_AT["content words"]] = min(len(act.content.split()), 40)
    row[_AT["met to act"]] = told.signs.met
    row[_AT["bodies on stage"]] = min(len(stage.bodies), 8)
    row[_AT["addressed by a pronoun"]] = any(draft.mentions[m].kind == "Reference" for m in told.toward)
    row[_AT["holders counted"]] = max((m.count for m in forms), default=0)
    return row


def _fill(
    row: NDArray[np.float32],
    key: str,
    act: Act,
    told: ActDraft,
    around: _Around,
    hints: Mapping[str, Mapping[str, float]],
    stage: Stage,
    company: "_Company",
    before: frozenset[str],
    cast: Cast,
    seen: Sequence[int],
) -> None:
    represents = company.represents
    row[_AT[f"kind {cast.members[key].kind}"]] = 1
    for name in ROLE_NAMES:
        row[_AT[f"rule {name}"]] = key in getattr(act, name)
    for name in ROLES:
        row[_AT[f"hint {name}"]] = hints[name].get(key, 0.0)
        row[_AT[f"best other hint {name}"]] = max((p for k, p in hints[name].items() if k != key), default=0.0)
    own = company.people.get(key, ())
    row[_AT["represented by hint"]] = max((hints["by"].get(p, 0.0) for p in own), default=0.0)
    row[_AT["represents by hint"]] = hints["by"].get(represents.get(key, ""), 0.0)
    row[_AT["represented by a holder"]] = any(p in act.by for p in own)
    row[_AT["represents a holder"]] = represents.get(key, "") in act.by
    row[_AT["represents an addressee"]] = represents.get(key, "") in act.toward  # nobody thanks his own state
    row[_AT["held the act before"]] = key in before
    within, outside = around.inside.get(key, []), around.sentence.get(key, [])
    row[_AT["inside content"]] = bool(within)
    row[_AT["nested in content"]] = bool(within) and all(_is_nested(m, around.inside) for m in within)
    row[_AT["at content's start"]] = min((m.passage.start - told.span.start for m in within), default=999) < 8
    ahead = [told.span.start - m.passage.end for m in outside if m.passage.end <= told.span.start]
    row[_AT["before in sentence"]] = bool(ahead)
    row[_AT["first in sentence"]] = key == around.first
    row[_AT["after in sentence"]] = any(m.passage.start >= told.span.end for m in outside)
    row[_AT["gap"]] = min(min(ahead, default=999) / 6, _FAR)
    past = [told.sentence - s for s in seen if s <= told.sentence]
    row[_AT["sentences since named"]] = min(min(past, default=20), 20)
    row[_AT["mentions"]] = min(len(seen), 12)
    row[_AT["on stage"]] = key in stage.people or key in stage.states
    row[_AT["issues"]] = key in stage.issuers
    row[_AT["another side than the holder's"]] = _is_other(key, act, stage, represents)
    row[_AT["pronouns in sentence"]] = min(sum(m not in told.by for m in around.pronouns), 6)
    row[_AT["is home"]] = key == stage.home
    row[_AT["is a body on stage"]] = key in stage.bodies
    row[_AT["leads its side"]] = key in stage.principals
    row[_AT["in headline"]] = key in stage.titled


def _is_other(key: str, act: Act, stage: Stage, represents: Mapping[str, str]) -> bool:
    """Whether somebody on stage stands for another side than those who perform an act."""
    sides = {represents.get(k, k) for k in act.by}
    return (key in stage.people or key in stage.states) and bool(sides) and represents.get(key, key) not in sides


def _is_nested(mention: Mention, inside: Mapping[str, Sequence[Mention]]) -> bool:
    """Whether a mention is only part of a longer name."""
    here = mention.passage
    return any(
        o.passage.start <= here.start
        and here.end <= o.passage.end
        and o.passage.end - o.passage.start > here.end - here.start
        for others in inside.values()
        for o in others
    )
