"""What a server is told to do."""

from dataclasses import dataclass

from communique.errors import CommuniqueError

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and addresses of a server.

    Attributes:
        host: address to listen on.
        port: port to listen on, 0 for any free one.
        timeout: seconds that a query may take; then its process is killed.
        rows: rows or triples that an answer may have.
        memory: MiB of address space that a query may take beyond the graph itself.
        workers: queries that run at the same time; others wait.
        base_iri: what the identifiers of the entity pages begin with; None for that of the graph's documents.
        cors: origin whose pages may ask (or ``*``); None for none.
        hosts: further names that the server is called by, for the check of the Host header.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 30.0
    rows: int = 100_000
    memory: int = 1024
    workers: int = 4
    base_iri: str | None = None
    cors: str | None = None
    hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.base_iri is not None:
            from communique.graph import Identifiers

            Identifiers(self.base_iri)
        if self.cors is not None and self.cors != "*" and not self.cors.startswith(("http://", "https://")):
            raise CommuniqueError(f"{self.cors!r} isn't an origin; give one like https://example.org, or *")

    @property
    def allowed_hosts(self) -> list[str]:
        """Values of the Host header that are answered: a name that a foreign page made point here isn't among them."""
        if self.host in ("0.0.0.0", "::"):
            return ["*"] if not self.hosts else list(self.hosts)
        return sorted({"localhost", "127.0.0.1", "[::1]", self.host, *self.hosts})
