"""Doc to draft findings: mentions, facts between them, meetings and acts, a module a topic."""

from .draft import ActDraft, ActSigns, Dated, DateHint, Day, Draft, EventDraft, Hint, Link, Mention
from .reading import extract

__all__ = [
    "ActDraft",
    "ActSigns",
    "DateHint",
    "Dated",
    "Day",
    "Draft",
    "EventDraft",
    "Hint",
    "Link",
    "Mention",
    "extract",
]
