"""Who founded a forum long ago isn't at its sessions."""

from types import SimpleNamespace

import pytest

from communique.findings import Value
from communique.resolution.cast import Member
from communique.resolution.inside import _dismiss_founders

SESSION, FORUM = "Meeting-1", "Forum-1"
PRESENT = (SESSION, "participant", "Official-1")


@pytest.mark.parametrize(
    ("ordinal", "stated", "kept"), [("48", False, False), ("48", True, True), ("1", False, True), (None, False, False)]
)
def test_founders_are_not_at_later_sessions(ordinal: str | None, stated: bool, kept: bool) -> None:
    told = [
        (SESSION, "sessionOf", FORUM),
        (FORUM, "establishedBy", "Official-1"),
        (FORUM, "establishedBy", "State-1"),
        PRESENT,
        (SESSION, "participant", "State-1"),
        *([(SESSION, "ordinal", Value(ordinal, "integer"))] if ordinal else []),
    ]
    facts = dict.fromkeys(told, ((), 0.5))
    members = {key: Member(key, key.split("-")[0]) for key in ("Official-1", "State-1", SESSION, FORUM)}
    seen = SimpleNamespace(
        cast=SimpleNamespace(members=members), facts=SimpleNamespace(found={PRESENT: ()} if stated else {})
    )
    _dismiss_founders(seen, facts)
    assert (PRESENT in facts) == kept
    assert (SESSION, "participant", "State-1") in facts
