"""spaCy components around the encoder, registered by name.

``communique_encoder`` runs the network and sets sentence bounds; ``communique_parser``, ``communique_tagger`` and
``communique_entities`` write its trees, tags and entities into the Doc. The encoding stays with the Doc under
``doc.user_data["communique"]`` as the span scores that extraction reads.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, POS, SENT_START, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, Span

from communique.errors import CommuniqueError

from .chunks import noun_chunks
from .encoder import Encoder, Encoding
from .spans import ScoredSpan, decode

__all__ = ["EncoderComponent", "chances_of", "has_scores", "links_of", "shares_of", "spans_of"]

_KEY = "communique"
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class _Encoded:
    """What the network says of a Doc.

    Attributes:
        words: the tokens that are words, no white space.
        places: for each token, and for the Doc's end, how many words are before it.
    """

    encoding: Encoding
    encoder: Encoder
    words: list[int]
    places: NDArray[np.int32]


def _encoded(doc: Doc) -> _Encoded:
    found = doc.user_data.get(_KEY)
    if found is None:
        raise CommuniqueError("this spaCy document hasn't been through the pipeline's communique_encoder component")
    encoded: _Encoded = found
    return encoded


def spans_of(doc: Doc, tag_set: str, eagerness: float = 0.0) -> list[ScoredSpan]:
    """The spans of one tag set of the network ("entity", "act", …), in token indices of the Doc.

    Args:
        eagerness: log-odds given to every span against none, for readers who weigh what they get.

    Raises:
        CommuniqueError: if the Doc wasn't made by the bundled pipeline.
    """
    own = _encoded(doc)
    words = own.words
    spans = decode(own.encoding.scores[tag_set], own.encoder.taggers[tag_set], eagerness)
    return [ScoredSpan(words[s.start], words[s.end - 1] + 1, s.label, s.probability, s.first, s.least) for s in spans]


def chances_of(doc: Doc, tag_set: str) -> NDArray[np.float32]:
    """How likely each word of a text is inside a span of a tag set, by token of the Doc; 0 for white space.

    Raises:
        CommuniqueError: if the Doc wasn't made by the bundled pipeline.
    """
    own = _encoded(doc)
    chances = np.zeros(len(doc), dtype=np.float32)
    chances[own.words] = 1 - np.exp(own.encoding.scores[tag_set][:, own.encoder.taggers[tag_set].index("O")])
    return chances


def shares_of(doc: Doc, tag_set: str, start: int, end: int) -> dict[str, float]:
    """Which part each label of a tag set has in the tags of a stretch of a text (token indices), outside left out.

    Raises:
        CommuniqueError: if the Doc wasn't made by the bundled pipeline.
    """
    own = _encoded(doc)
    scores = own.encoding.scores[tag_set][own.places[start] : own.places[end]]
    shares: dict[str, float] = {}
    for tag, chance in zip(own.encoder.taggers[tag_set], np.exp(scores).mean(0).tolist(), strict=True):
        if tag != "O":
            shares[tag[2:]] = shares.get(tag[2:], 0.0) + chance
    total = sum(shares.values()) or 1.0
    return {label: chance / total for label, chance in shares.items()}


def links_of(
    doc: Doc, subjects: Sequence[tuple[int, int]], objects: Sequence[tuple[int, int]], links: slice
) -> NDArray[np.float32]:
    """The log-odds (subject, object, link) that a link joins two spans of a text.

    Args:
        subjects, objects: spans in token indices of the Doc, each with a word that is no white space.
        links: which of `schema.LINKS`.

    Raises:
        CommuniqueError: if the Doc wasn't made by the bundled pipeline.
    """
    own = _encoded(doc)

    def vectors(sides: NDArray[np.float16], spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        first, behind = own.places[np.maximum(np.array(spans, dtype=np.intp).T, 0)]
        ends = sides[np.array((first, np.maximum(behind - 1, first))), links].astype(np.float32)
        both: NDArray[np.float32] = (ends[0] + ends[1]) * np.float32(0.5)
        return both

    left, right = vectors(own.encoding.subjects, subjects), vectors(own.encoding.objects, objects)
    scores: NDArray[np.float32] = np.einsum("ird,jrd->ijr", left, right)
    return scores


def _set(doc: Doc, attributes: Any, rows: Any) -> Doc:
    """Write token attributes (numpy's unsigned integers, which spaCy's stubs don't know)."""
    return doc.from_array(attributes, rows)


class EncoderComponent:
    """Runs the network over each Doc and sets its sentence bounds.

    Bounds that are set already (on any token but the first) are kept. Paragraphs of one `pipe` run on `threads`
    threads; the output does not depend on their number.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.encoder: Encoder | None = None
        self._folder: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        return self._annotate(doc, self._encode(doc))

    def pipe(self, stream: Iterable[Doc], batch_size: int = _AT_ONCE) -> Iterator[Doc]:
        """Annotate a stream of Docs, in order."""
        docs = iter(stream)
        if self.threads == 1:
            yield from map(self.__call__, docs)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            while group := list(islice(docs, batch_size)):
                for doc, encoding in zip(group, pool.map(self._encode, group), strict=True):
                    yield self._annotate(doc, encoding)

    def _encode(self, doc: Doc) -> tuple[Encoding, list[int]]:
        if self.encoder is None:
            raise CommuniqueError("the language pipeline has no model: load it with communique.load()")
        words = [t.i for t in doc if not t.is_space]
        known = [doc[i].is_sent_start for i in words] if doc.has_annotation("SENT_START") else None
        starts = None if known is None else [bool(s) for s in known]
        return self.encoder.encode([doc[i].text for i in words], starts), words

    def _annotate(self, doc: Doc, encoded: tuple[Encoding, list[int]]) -> Doc:
        encoding, words = encoded
        assert self.encoder is not None  # it made the encoding
        places = np.searchsorted(words, np.arange(len(doc) + 1)).astype(np.int32)
        starts = np.full(len(doc), -1, dtype=np.int64)
        if len(doc):
            starts[np.array(words, dtype=np.int64)[encoding.starts]] = 1
            starts[0] = 1
            leading = words[0] if words else 0
            starts[1 : leading + 1] = -1  # white space before the first word belongs to its sentence
        doc.user_data[_KEY] = _Encoded(encoding, self.encoder, words, places)
        return _set(doc, [SENT_START], starts.astype(np.uint64)[:, None])

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the model's files."""
        if self._folder is None:
            return
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("model.onnx", "vocab.txt", "labels.json"):
            (folder / name).write_bytes((self._folder / name).read_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "EncoderComponent":
        """Read the model."""
        self._folder = Path(path)
        self.encoder = Encoder(self._folder)
        return self


@Language.factory("communique_encoder", default_config={"threads": 1}, assigns=["doc.sents"])
def make_encoder(nlp: Language, name: str, threads: int) -> EncoderComponent:
    """The encoder component, without a model until `from_disk`."""
    return EncoderComponent(threads)


@Language.factory("communique_parser", requires=["doc.sents"], assigns=["token.dep", "token.head"])
def make_parser(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Writes the encoder's trees into the Doc and makes `doc.noun_chunks` read UD labels."""
    vocab: Any = nlp.vocab  # spaCy's own type for this attribute isn't what its iterators give
    vocab.get_noun_chunks = noun_chunks
    return _parse


def _parse(doc: Doc) -> Doc:
    own = _encoded(doc)
    if not own.words:
        return doc
    strings = doc.vocab.strings
    labels = np.array([strings.add("ROOT" if r == "root" else r) for r in own.encoder.relations], dtype=np.uint64)
    index = np.array(own.words, dtype=np.int64)
    rows = np.zeros((len(doc), 2), dtype=np.uint64)
    # White space hangs on the word before it, at the beginning on the word behind it.
    heads = np.maximum(own.places[1:] - 1, 0)
    offsets = index[heads] - np.arange(len(doc))
    offsets[index] = index[own.encoding.heads] - index
    rows[:, 0] = offsets.astype(np.uint64)
    rows[:, 1] = strings.add("dep")
    rows[index, 1] = labels[own.encoding.relations]
    return _set(doc, [HEAD, DEP], rows)


@Language.factory("communique_tagger", requires=["doc.sents"], assigns=["token.pos", "token.tag"])
def make_tagger(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Writes universal and Penn part-of-speech tags into the Doc."""
    return _tag


def _tag(doc: Doc) -> Doc:
    own = _encoded(doc)
    if not own.words:
        return doc
    strings = doc.vocab.strings
    upos = np.array([IDS.get(x, IDS["X"]) for x in own.encoder.upos], dtype=np.uint64)
    xpos = np.array([strings.add(x) for x in own.encoder.xpos], dtype=np.uint64)
    rows = np.zeros((len(doc), 2), dtype=np.uint64)
    rows[:, 0] = IDS["SPACE"]
    rows[:, 1] = strings.add("_SP")
    rows[own.words, 0] = upos[own.encoding.upos]
    rows[own.words, 1] = xpos[own.encoding.xpos]
    return _set(doc, [POS, TAG], rows)


@Language.factory("communique_entities", default_config={"tag_set": "entity"}, assigns=["doc.ents"])
def make_entities(nlp: Language, name: str, tag_set: str) -> Callable[[Doc], Doc]:
    """Writes the entity mentions of one tag set into `doc.ents`, with the classes of the ontology as labels."""

    def entities(doc: Doc) -> Doc:
        doc.ents = [Span(doc, s.start, s.end, label=s.label) for s in spans_of(doc, tag_set)]
        return doc

    return entities


def has_scores(doc: Doc) -> bool:
    """Whether a Doc was made by the bundled pipeline, so that `spans_of` has something to read."""
    return _KEY in doc.user_data
