"""When things may have been: the dates in and around the sentences that name or tell them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from communique.extraction import Dated, Day, Draft
from communique.findings import Passage, Value
from communique.schema import ENDS

from .cast import Cast
from .stage import Stage

__all__ = ["date_features", "near_days", "said_dates"]

_FAR = 60
_LONG = 20
_DAY = len("2022-10-26")
_EARLY = 8
"""Sentences at the beginning of a document, whose dates may be the main meeting's."""
_BESIDE = 1
"""Sentences between a meeting and a date that may be its own."""


def said_dates(draft: Draft, cast: Cast) -> dict[tuple[str, str, str | Value], list[Dated]]:
    """What may be dates of things, each with the sentences that may say so, the nearest first."""
    found: dict[tuple[str, str, str | Value], list[Dated]] = defaultdict(list)
    for dated in sorted(draft.dated, key=lambda d: (d.gap, d.mention)):
        member = cast.member(dated.mention)
        if member is None:
            continue
        if dated.first.datatype == "integer":
            found[member.key, "ordinal", dated.first].append(dated)
        elif member.kind == "Meeting":
            found[member.key, "startDate", dated.first].append(dated)
            if dated.last is not None:
                found[member.key, "endDate", dated.last].append(dated)
        if member.kind == "Agreement":
            found[member.key, "signed", dated.first].append(dated)
        if member.kind in ENDS["established"][0]:
            found[member.key, "established", dated.first].append(dated)
    return found


def near_days(
    draft: Draft,
    cast: Cast,
    stage: Stage,
    seen: Mapping[str, Collection[int]],
    passages: Mapping[tuple[str, str, str | Value], Sequence[Passage]],
) -> dict[tuple[str, str, str | Value], tuple[int, Day | None]]:
    """When things may have been, with the sentences from a date to where the thing is told, and that date.

    The main meeting may also have been on the day of the document, or on any day that its first sentences give. Dates
    of other things count where their sentence tells of a founding or a conclusion.

    Args:
        seen: the sentences in which each thing is named or told of.
        passages: the evidence of what rules state.
    """
    found: dict[tuple[str, str, str | Value], tuple[int, Day | None]] = {}

    def note(key: str, prop: str, value: Value | None, day: Day, steps: int) -> None:
        if value is not None and steps < found.get((key, prop, value), (_FAR, None))[0]:
            found[key, prop, value] = steps, day

    def note_meeting(key: str, day: Day, steps: int) -> None:
        note(key, "startDate", day.first, day, steps)
        note(key, "endDate", day.last, day, steps)

    by_sentence: dict[int, list[Day]] = defaultdict(list)
    for day in draft.days:
        by_sentence[day.sentence].append(day)
        if stage.main and day.sentence < _EARLY and day.first.datatype == "date":
            note_meeting(stage.main, day, _LONG)
    if stage.main and len(draft.document.date) == _DAY:
        found.setdefault((stage.main, "startDate", Value(draft.document.date, "date")), (_LONG, None))
    at = [day.passage.start for day in draft.days]
    for (key, _, _), said in passages.items():
        if cast.members[key].kind == "Meeting":
            for told in said:
                for day in draft.days[bisect_left(at, told.start) : bisect_left(at, told.end)]:
                    note_meeting(key, day, 0)
    for member in cast.members.values():
        founded, signed = member.kind in ENDS["established"][0], member.kind == "Agreement"
        if not (founded or signed or member.kind == "Meeting"):
            continue
        for sentence in seen[member.key]:
            for steps in range(-_BESIDE, _BESIDE + 1):
                for day in by_sentence.get(sentence + steps, ()):
                    if member.kind == "Meeting":
                        note_meeting(member.key, day, abs(steps))
                    if founded and day.founded:
                        note(member.key, "established", day.first, day, abs(steps))
                    if signed and day.signed:
                        note(member.key, "signed", day.first, day, abs(steps))
    return found


def date_features(value: Value, said: Sequence[Dated], beside: Day | None, draft: Draft) -> Iterator[tuple[str, float]]:
    """What speaks for a date as a thing's own, by names of `candidates.FEATURES`.

    Args:
        said: where sentences may give it, the nearest first.
        beside: where it stands in a sentence near to the thing's.
    """
    yield "date gap", _FAR
    if beside is not None:
        yield "word of founding", beside.founded
        yield "word of concluding", beside.signed
    if said:
        nearest = said[0]
        yield "date gap", min(nearest.gap, _FAR)
        yield "date behind", nearest.behind
        yield "date nearest", nearest.nearest
        yield "dates in sentence", min(nearest.dates, 5)
        yield "date vague", nearest.vague
        yield "word of founding", nearest.founded
        yield "word of concluding", nearest.signed
    yield "date to the day", value.datatype == "date"
    yield "date of a year", value.datatype == "gYear"
    yield "date of the document", value.text == draft.document.date
    days = (d.sentence for d in draft.days if value in (d.first, d.last))
    yield "first sentence with the date", min(days, default=_LONG)
    yield "sentences with the date", min(len(said), 4)
