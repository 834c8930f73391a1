"""Who publishes texts: known hosts and letterheads, news agencies, and the look of an organization's name."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from communique.resources import data_lines

__all__ = ["Publishers", "load_publishers", "word_list"]

_ACRONYM = re.compile(r"[A-Z][A-Z&.-]{1,7}")


@dataclass(frozen=True, slots=True)
class Publishers:
    """What is known of publishers.

    Attributes:
        hosts: name by host.
        heads: name by the head of its texts, in lower case.
        agencies: the state whose news agency or broadcaster it is, by name, as its ISO 3166-1 alpha-2 code; an empty
            string for those of no state.
        folded: the agencies' names in lower case.
        governments: words of the hosts of governments, with the state's code where such a word is a top-level domain.
        words: words that make a name that of an organization, in lower case.
    """

    hosts: dict[str, str]
    heads: dict[str, str]
    agencies: dict[str, str]
    folded: frozenset[str]
    governments: dict[str, str]
    words: frozenset[str]

    def of_url(self, url: str) -> str:
        """The publisher at a web address, by its host or one above it; an empty string if none is known."""
        labels = (urlsplit(url).hostname or "").split(".")[-8:]
        return next((self.hosts[host] for n in range(len(labels)) if (host := ".".join(labels[n:])) in self.hosts), "")

    def state_of(self, url: str) -> str:
        """The state (ISO 3166-1 alpha-2) whose government has the address; an empty string if it is no government's."""
        labels = (urlsplit(url).hostname or "").split(".")
        if own := self.governments.get(labels[-1]):
            return own
        code = labels[-1].upper()
        return ("GB" if code == "UK" else code) if set(labels[:-1]) & self.governments.keys() else ""

    def of_head(self, line: str) -> str:
        """The publisher whose letterhead a line is; an empty string if none is known."""
        return self.heads.get(line.casefold().replace("’", "'"), "")

    def is_agency(self, name: str) -> bool:
        """Whether a name is that of a known news agency."""
        return name.casefold() in self.folded

    def is_organization(self, name: str) -> bool:
        """Whether a byline's name is that of an organization rather than of a person."""
        if self.is_agency(name) or self.of_head(name) or _ACRONYM.fullmatch(name):
            return True
        return any(word.strip(".,'").casefold() in self.words for word in name.replace("’", "'").split())


def word_list(name: str) -> frozenset[str]:
    """The lines of a data file that are no comments, in lower case."""
    return frozenset(line.strip().casefold() for line in data_lines(__package__, name))


@cache
def load_publishers() -> Publishers:
    """The publishers that come with the package."""
    hosts: dict[str, str] = {}
    heads: dict[str, str] = {}
    for row in data_lines(__package__, "publishers.tsv"):
        host, name, names = row.split("\t")
        hosts[host] = name
        heads.update((head.casefold(), name) for head in names.split("|") if head)
    agencies = {
        name: state
        for state, names in (row.split("\t") for row in data_lines(__package__, "agencies.tsv"))
        for name in names.split("|")
    }
    governments = dict(row.split("\t") for row in data_lines(__package__, "government_hosts.tsv"))
    folded = frozenset(map(str.casefold, agencies))
    return Publishers(hosts, heads, agencies, folded, governments, word_list("organization_words.txt"))
