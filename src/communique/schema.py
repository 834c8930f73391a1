"""The ontology's names of things and acts, and what its properties join."""

__all__ = ["ACTS", "DATES", "ENDS", "ENTITY_CLASSES", "LINKS", "ORGANIZATIONS", "ROLES"]

ENTITY_CLASSES = (
    "State",
    "InternationalOrganization",
    "GovernmentBody",
    "Organization",
    "Official",
    "Office",
    "Forum",
    "Meeting",
    "Agreement",
    "Place",
)
"""Classes of things that a document names, in the order in which they are written."""

ACTS = ("commit", "support", "welcome", "condemn", "concern", "acknowledge", "emphasize", "urge", "discuss")
"""Names of the act concepts."""


ORGANIZATIONS = frozenset(("Organization", "InternationalOrganization", "GovernmentBody"))
_ACTORS = ORGANIZATIONS | {"State", "Official"}
_FOUNDED = ORGANIZATIONS | {"Forum", "Agreement"}
_MEETING = frozenset(("Meeting",))
ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "holdsOffice": (frozenset(("Official",)), frozenset(("Office",))),
    "officeOf": (frozenset(("Office",)), ORGANIZATIONS | {"State", "Forum"}),
    "represents": (frozenset(("Official",)), ORGANIZATIONS | {"State"}),
    "partOf": (ORGANIZATIONS, ORGANIZATIONS | {"State"}),
    "hasMember": (frozenset(("Forum", "InternationalOrganization")), ORGANIZATIONS | {"State"}),
    "sessionOf": (_MEETING, ORGANIZATIONS | {"Forum"}),
    "ordinal": (_MEETING, frozenset()),
    "participant": (_MEETING, _ACTORS | {"Office"}),
    "delegationHead": (_MEETING, frozenset(("Official",))),
    "host": (_MEETING, _ACTORS),
    "heldAt": (_MEETING, frozenset(("Place", "State", "GovernmentBody"))),
    "startDate": (_MEETING, frozenset()),
    "endDate": (_MEETING, frozenset()),
    "established": (_FOUNDED, frozenset()),
    "establishedBy": (_FOUNDED, _ACTORS),
    "party": (frozenset(("Agreement",)), _ACTORS),
    "signed": (frozenset(("Agreement",)), frozenset()),
}
"""For each fact property the classes of its subject and of its object; no class of an object is a literal.

An organization whose session a meeting is is a forum, too.
"""

ROLES: dict[str, frozenset[str]] = {
    "by": _ACTORS | {"Office", "Forum"},
    "toward": _ACTORS,
}
"""For each role of an act the classes of who can stand in it. A forum that acts is an organization, too."""

DATES = ("startDate", "endDate", "established", "signed")
"""Properties whose object is a date."""

LINKS: tuple[str, ...] = (*ROLES, *(p for p, (_, objects) in ENDS.items() if objects), *DATES)
"""All that the network knows to join two stretches of a text: roles of acts, properties of things, and of dates."""
