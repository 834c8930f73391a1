"""Whether a fact agrees with the ontology; one that doesn't rests on a wrong class and is left out."""

from collections.abc import Mapping

from communique.findings import Entity, Value
from communique.schema import ENDS

__all__ = ["is_allowed"]


def is_allowed(entities: Mapping[str, Entity], subject: str, prop: str, value: str | Value) -> bool:
    """Whether a fact's ends are of classes that its property joins.

    Args:
        entities: by key; a fact about others is not allowed.
    """
    if subject not in entities:
        return False
    domain, range_ = ENDS[prop]
    if not {entities[subject].kind, *entities[subject].also} & domain:
        return False
    if isinstance(value, Value):
        return not range_
    return value in entities and bool({entities[value].kind, *entities[value].also} & range_)
