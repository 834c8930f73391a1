"""What the ontology allows at both ends of a fact; a fact that breaks it rests on a wrong class and is left out."""

from collections.abc import Mapping

from communique.findings import Entity, Value

__all__ = ["is_allowed"]

_ORGANIZATIONS = frozenset(("Organization", "InternationalOrganization", "GovernmentBody"))
_ACTORS = _ORGANIZATIONS | {"State", "Official"}
_FOUNDED = _ORGANIZATIONS | {"Forum", "Agreement"}
_MEETING = frozenset(("Meeting",))
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "holdsOffice": (frozenset(("Official",)), frozenset(("Office",))),
    "officeOf": (frozenset(("Office",)), _ORGANIZATIONS | {"State", "Forum"}),
    "represents": (frozenset(("Official",)), _ORGANIZATIONS | {"State"}),
    "partOf": (_ORGANIZATIONS, _ORGANIZATIONS | {"State"}),
    "hasMember": (frozenset(("Forum", "InternationalOrganization")), _ORGANIZATIONS | {"State"}),
    "sessionOf": (_MEETING, frozenset(("Forum",))),
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


def is_allowed(entities: Mapping[str, Entity], subject: str, prop: str, value: str | Value) -> bool:
    """Whether a fact's ends are of classes that its property joins.

    Args:
        entities: by key; a fact about others is not allowed.
    """
    if subject not in entities:
        return False
    domain, range_ = _ENDS[prop]
    if not {entities[subject].kind, *entities[subject].also} & domain:
        return False
    if isinstance(value, Value):
        return not range_
    return value in entities and bool({entities[value].kind, *entities[value].also} & range_)
