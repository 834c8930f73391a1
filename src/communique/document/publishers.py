"""Who publishes texts: known hosts and letterheads, news agencies, and the look of an organization's name."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

__all__ = ["Publishers", "load_publishers", "word_list"]

_ACRONYM = re.compile(r"[A-Z][A-Z&.-]{1,7}")


@dataclass(frozen=True, slots=True)
class Publishers:
    """What is known of publishers.

    Attributes:
        hosts: name by host.
        heads: name by the head of its texts, in lower case.
        agencies: names of news agencies, in lower case.
        words: words that make a name that of an organization, in lower case.
    """

    hosts: dict[str, str]
    heads: dict[str, str]
    agencies: frozenset[str]
    words: frozenset[str]

    def of_url(self, url: str) -> str:
        """The publisher at a web address, by its host or one above it; an empty string if none is known."""
        labels = (urlsplit(url).hostname or "").split(".")[-8:]
        return next((self.hosts[host] for n in range(len(labels)) if (host := ".".join(labels[n:])) in self.hosts), "")

    def of_head(self, line: str) -> str:
        """The publisher whose letterhead a line is; an empty string if none is known."""
        return self.heads.get(line.casefold().replace("’", "'"), "")

    def is_agency(self, name: str) -> bool:
        """Whether a name is that of a known news agency."""
        return name.casefold() in self.agencies

    def is_organization(self, name: str) -> bool:
        """Whether a byline's name is that of an organization rather than of a person."""
        if self.is_agency(name) or self.of_head(name) or _ACRONYM.fullmatch(name):
            return True
        return any(word.strip(".,'").casefold() in self.words for word in name.replace("’", "'").split())


def word_list(name: str) -> frozenset[str]:
    """The lines of a data file that are no comments, in lower case."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def load_publishers() -> Publishers:
    """The publishers that come with the package."""
    hosts: dict[str, str] = {}
    heads: dict[str, str] = {}
    table = files(__package__).joinpath("data/publishers.tsv").read_text(encoding="utf-8")
    for row in table.splitlines():
        if row and not row.startswith("#"):
            host, name, names = row.split("\t")
            hosts[host] = name
            heads.update((head.casefold(), name) for head in names.split("|") if head)
    return Publishers(hosts, heads, word_list("agencies.txt"), word_list("organization_words.txt"))
