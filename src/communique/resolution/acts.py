"""Acts with their roles: whom the mentions in them mean, once it is known who is on stage."""

from collections.abc import Sequence

from communique.extraction import ActDraft, Draft, Mention
from communique.findings import Act

from .cast import Cast
from .meetings import Gathering
from .references import Scene
from .topics import topics_of

__all__ = ["ACTORS", "settle_acts"]

ACTORS = ("Official", "State", "InternationalOrganization", "Organization", "GovernmentBody")
_TARGETING = frozenset(("support", "welcome", "condemn", "concern", "commit"))
_TARGETS = ("State", "InternationalOrganization", "Organization", "Official")
_NEAR = 25


def settle_acts(
    draft: Draft, cast: Cast, scene: Scene, gatherings: Sequence[Gathering]
) -> tuple[list[Act], list[tuple[str, ...]]]:
    """The acts of a document, in text order, with entities in their roles, and for each whose words the text gives."""
    acts: list[Act] = []
    voices: list[tuple[str, ...]] = []
    main = gatherings[0].member.key if gatherings and gatherings[0].main else None
    cursor = 0
    last_by: tuple[str, ...] = ()
    last_sentence = -1
    meeting_sentences = {e.sentence for e in draft.events if e.told and not e.passing}
    met = _met(draft, cast, scene)
    for act in draft.acts:
        cursor = _look_back(draft, cast, scene, act, cursor)
        while met and met[0][0] <= act.sentence:
            scene.last_group = met.pop(0)[1]
        speaker = draft.voice_at(act.span.start)
        scene.voice = ()
        scene.voice = _able(scene.whom(speaker), cast) if speaker is not None else ()
        voices.append(scene.voice)
        by = tuple(dict.fromkeys(k for m in act.by for k in scene.whom(draft.mentions[m])))
        if not by:  # "It was agreed that": whoever acted before in this sentence, else those who issue the text
            by = last_by if act.sentence == last_sentence and last_by else scene.voice or scene.issuers or scene.leading
        by = _able(by, cast)
        if act.act == "discuss" and len(by) == 1 and by[0] in scene.people and act.sentence in meeting_sentences:
            by = scene.leading  # "A hosted B to review …": they review it together
        toward = tuple(
            dict.fromkeys(k for m in act.toward for k in _addressed(draft.mentions[m], cast, scene) if k not in by)
        )
        toward = toward or _target(draft, cast, scene, act, by)
        concerns = tuple(
            dict.fromkeys(k.key for m in act.concerns if (k := cast.member(m)) is not None and k.key not in toward)
        )
        scene.acted(by)
        last_by, last_sentence = by, act.sentence
        acts.append(
            Act(
                act=act.act,
                content=act.content,
                span=act.span,
                by=by,
                toward=toward,
                concerns=concerns,
                made_at=main,
                topics=topics_of(act.content),
                evidence=act.evidence,
                confidence=round(act.confidence, 3),
            )
        )
    return acts, voices


def _met(draft: Draft, cast: Cast, scene: Scene) -> list[tuple[int, tuple[str, ...]]]:
    """Who is told to have met in which sentence: "they" are these from there on."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for event in draft.events:
        if event.told and not event.passing and event.sort != "visit":
            named = [m for i in event.participants if (m := draft.mentions[i]).kind != "Reference"]
            keys = (k for m in named for k in scene.whom(m))
            people = tuple(dict.fromkeys(k for k in keys if cast.members[k].kind == "Official"))
            if len(people) > 1:
                found.append((event.sentence, people))
    return sorted(found)


def _look_back(draft: Draft, cast: Cast, scene: Scene, act: ActDraft, cursor: int) -> int:
    """Move past the mentions before an act's sentence, keeping who was last named in mind."""
    seen = {"person": -1, "thing": -1}  # the first one named in a sentence is mostly its subject
    while cursor < len(draft.mentions) and draft.mentions[cursor].sentence < act.sentence:
        member = cast.member(draft.mentions[cursor].id)
        sentence = draft.mentions[cursor].sentence
        if member is not None and member.kind == "Official":
            if sentence != seen["person"]:
                scene.last_person = member.key
            seen["person"] = sentence
        elif member is not None and member.kind in ("Forum", "Meeting", "InternationalOrganization", "State"):
            if sentence != seen["thing"]:
                scene.last_thing = member.key
            seen["thing"] = sentence
        cursor += 1
    return cursor


def _target(draft: Draft, cast: Cast, scene: Scene, act: ActDraft, by: Sequence[str]) -> tuple[str, ...]:
    """Whom an act is for or against when only its content says: the first other actor, if it comes at once, or if a
    commitment names no other."""
    if act.act not in _TARGETING:
        return ()
    own = {*by, *(scene.represents[k] for k in by if k in scene.represents)}
    others: list[tuple[int, str]] = []
    for id_ in act.concerns:
        member = cast.member(id_)
        if member is not None and member.key not in own and member.kind in _TARGETS:
            others.append((draft.mentions[id_].passage.start - act.span.start, member.key))
    if not others:
        return ()
    at, first = min(others)
    alone = len({k for _, k in others}) == 1 and act.act == "commit" and cast.members[first].kind == "State"
    return (first,) if at < _NEAR or alone else ()


def _addressed(mention: Mention, cast: Cast, scene: Scene) -> Sequence[str]:
    return [k for k in scene.whom(mention) if cast.members[k].kind in (*ACTORS, "Office")]


def _able(by: Sequence[str], cast: Cast) -> tuple[str, ...]:
    """Those of some entities that can act: no places or agreements."""
    return tuple(k for k in by if cast.members[k].kind in (*ACTORS, "Office", "Forum"))
