"""The web application: SPARQL 1.1 Protocol, query page, network page, entity pages."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from communique.errors import CommuniqueError
from communique.query.questions import questions

from .entities import PATH, template
from .negotiation import GRAPHS, choose
from .pool import Answer, Pool
from .sparql import ProtocolError, read_request, service_description

__all__ = ["application"]

PATIENCE = 10.0
"""How many times the limits of a query it may take to draw the whole network."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STATIC = {
    "style.css": "text/css; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "vis-network.min.js": "text/javascript; charset=utf-8",
}
ENTITY_FORMATS = {"turtle": "text/turtle", "jsonld": "application/ld+json", "ntriples": "application/n-triples"}

Handler = Callable[[Request], Awaitable[Response]]


def application(pool: Pool) -> Starlette:
    """The application over a pool of processes; it closes the pool when it ends.

    Args:
        pool: what answers queries.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(pool.close)

    async def sparql(request: Request) -> Response:
        try:
            asked = await read_request(request)
        except ProtocolError as error:
            return PlainTextResponse(f"{error}\n", error.status, dict(error.headers))
        if asked is None:
            return _describe(request)
        answer = await pool.ask(
            "query",
            request.is_disconnected,
            query=asked.query,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            accept=_accept(request),
        )
        return _response(answer, vary=True)

    def _describe(request: Request) -> Response:
        offered = ["text/html", *GRAPHS]
        chosen = choose(_accept(request), ["text/turtle", *offered])
        if chosen == "text/html":
            return RedirectResponse("/", 303)
        if chosen is None:
            return PlainTextResponse(f"this comes as {', '.join(offered)}\n", 406)
        endpoint = f"{request.url.scheme}://{request.url.netloc}/sparql"
        body = service_description(endpoint, GRAPHS[chosen])
        charset = "; charset=utf-8" if chosen.startswith("text/") else ""
        return Response(body, headers={"Vary": "Accept", "Content-Type": chosen + charset})

    async def home(_: Request) -> Response:
        from communique.graph.vocabulary import PREFIXES
        from communique.schema import ACTS

        html = template("query.html").render(
            triples=pool.triples, questions=questions().values(), acts=ACTS, prefixes=PREFIXES.items(), base=pool.base
        )
        return _html(html.encode())

    async def listed(_: Request) -> Response:
        found = [
            {
                "name": q.name,
                "summary": q.summary,
                "description": q.description,
                "example": q.example,
                "parameters": [
                    {"name": p.name, "type": p.kind, "classes": p.classes, "required": p.required, "help": p.help}
                    for p in q.parameters
                ],
            }
            for q in questions().values()
        ]
        return Response(json.dumps(found), media_type="application/json")

    async def bound(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in questions():
            return PlainTextResponse("there is no such question; GET /questions lists them\n", 404)
        return _response(await pool.ask("bind", name=name, values=dict(request.query_params)))

    async def names(request: Request) -> Response:
        return _response(await pool.ask("names", classes=request.query_params.getlist("class")))

    async def entity(request: Request) -> Response:
        raw = request.scope.get("raw_path", b"").partition(b"?")[0].decode("latin-1")
        rest = quote(raw.removeprefix(PATH), safe="/:@!$&'()*+,;=~-._%#")
        wanted = ENTITY_FORMATS.get(request.query_params.get("format", ""), _accept(request))
        answer = await pool.ask("entity", iri=pool.base + rest, base=pool.base, accept=wanted)
        return _response(answer, vary=True)

    network_page: list[Answer] = []

    async def network(_: Request) -> Response:
        if not network_page:
            drawn = await pool.ask("network", patience=PATIENCE, title="Communique")
            if drawn.status != 200:
                return _response(drawn)
            network_page[:] = [drawn]
        # the page carries a policy of its own, with the digests of its scripts
        return Response(network_page[0].body, headers=_safe() | {"Content-Type": network_page[0].media_type})

    async def ontology(request: Request) -> Response:
        from communique.graph.describe import ontology_page
        from communique.resources import ontology_file

        if choose(_accept(request), ["text/html", "text/turtle"]) == "text/turtle":
            turtle = ontology_file("communique.ttl").read_text(encoding="utf-8")
            return Response(turtle, headers={"Vary": "Accept", "Content-Type": "text/turtle; charset=utf-8"})
        try:
            return _html((await run_in_threadpool(ontology_page)).encode())
        except CommuniqueError as error:
            return PlainTextResponse(f"{error}\n", 501)

    async def dataset(_: Request) -> Response:
        return _response(await pool.ask("dataset", patience=PATIENCE, base=pool.base))

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return PlainTextResponse("not found\n", 404)
        return Response(_static(name), headers=_safe() | {"Content-Type": STATIC[name]})

    routes = [
        Route("/", home),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/questions", listed),
        Route("/questions/{name}/query", bound),
        Route("/names", names),
        Route(PATH + "{rest:path}", entity),
        Route("/network", network),
        Route("/ontology", ontology),
        Route("/.well-known/void", dataset),
        Route("/static/{name}", static),
    ]
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=pool.settings.allowed_hosts, www_redirect=False)]
    if pool.settings.cors is not None:
        origins = [pool.settings.cors]
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=["*"])
        )
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


def _accept(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


def _safe() -> dict[str, str]:
    return {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def _response(answer: Answer, vary: bool = False) -> Response:
    headers: Mapping[str, str] = _safe() | {"Content-Type": answer.media_type} | ({"Vary": "Accept"} if vary else {})
    if answer.status == 503:
        headers = {**headers, "Retry-After": "5"}
    if answer.media_type.startswith("text/html"):
        headers = {**headers, "Content-Security-Policy": POLICY}
    return Response(answer.body, answer.status, headers)


def _html(body: bytes) -> Response:
    return _response(Answer(200, "text/html; charset=utf-8", body))


@cache
def _static(name: str) -> bytes:
    if name == "vis-network.min.js":
        library = files("pyvis") / "templates" / "lib"
        versions = sorted((f for f in library.iterdir() if f.name.startswith("vis-")), key=lambda f: f.name)
        return (versions[-1] / name).read_bytes()
    return (files("communique.serve") / "page" / name).read_bytes()
