"""What is known beforehand, as data files: states, organizations, bodies, forums, agreements, places, titles, acts.

>>> lexicon().state_by_name["Israelis"].name
'Israel'
>>> [match.record.name for match in lexicon().gazetteer.find(["the", "U.S.", "-", "ROK", "Alliance", "and", "NATO"])]
['United States', 'South Korea', 'North Atlantic Treaty Organization']
"""

from communique.lexicon.gazetteer import Form, Gazetteer, Match
from communique.lexicon.knowledge import Lexicon, lexicon
from communique.lexicon.records import (
    ActCue,
    Agreement,
    Body,
    CalendarName,
    FormKind,
    Forum,
    GroupWord,
    HeadNoun,
    Honorific,
    Named,
    Organization,
    Place,
    State,
    Title,
)

__all__ = [
    "ActCue",
    "Agreement",
    "Body",
    "CalendarName",
    "Form",
    "FormKind",
    "Forum",
    "Gazetteer",
    "GroupWord",
    "HeadNoun",
    "Honorific",
    "Lexicon",
    "Match",
    "Named",
    "Organization",
    "Place",
    "State",
    "Title",
    "lexicon",
]
