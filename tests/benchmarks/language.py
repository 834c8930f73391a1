"""Speed of the language pipeline: ``python tests/benchmarks/language.py FOLDER [DOCUMENTS]``.

In one run on one core: spaCy's blank tokenizer, the bare ONNX session over the same windows, and the whole pipeline.
Prints words per second, the ratios, and the process' peak memory.
"""

import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import spacy

import communique
from communique.document import find_sources, read_document
from communique.extraction import extract
from communique.extraction.reading import texts_of
from communique.language.components import EncoderComponent
from communique.resolution import resolve


def drain(results) -> None:
    """Take every result and keep none: what is kept counts as memory of the pipeline."""
    for _ in results:
        pass


def main() -> None:
    documents = [read_document(s) for s in find_sources([Path(sys.argv[1])])]
    documents = documents[: int(sys.argv[2])] if len(sys.argv) > 2 else documents
    texts = [t for d in documents for t in texts_of(d)]
    nlp = communique.load()
    component = next(c for _, c in nlp.pipeline if isinstance(c, EncoderComponent))
    assert component.encoder is not None
    session = component.encoder.session()
    fed: list[dict[str, np.ndarray]] = []

    class Recorder:
        def run(self, names: None, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
            fed.append(feeds)
            return session.run(names, feeds)

    component.encoder._session = Recorder()
    docs = list(nlp.pipe(texts))
    component.encoder._session = session
    words = sum(len(d) for d in docs)

    def timed(job) -> float:
        seconds = []
        for _ in range(3):
            started = time.process_time()
            job()
            seconds.append(time.process_time() - started)
        return sorted(seconds)[1]

    # A new tokenizer each time: spaCy's remembers the words that it has cut.
    rates = {
        "blank tokenizer": timed(lambda: drain(spacy.blank("en").pipe(texts))),
        "bare session": timed(lambda: drain(session.run(None, f) for f in fed)),
        "whole pipeline": timed(lambda: drain(nlp.pipe(texts))),
    }

    def read() -> None:
        at = 0
        for document in documents:
            resolve(document, extract(document, docs[at : at + len(document.blocks)]))
            at += len(document.blocks)

    rates["extraction and resolution"] = timed(read)
    print(f"{len(documents)} documents, {words} words")
    for name, seconds in rates.items():
        print(f"{name:28}{words / seconds:12,.0f} words/s{seconds:9.2f} s CPU")
    print(f"pipeline / session           {rates['whole pipeline'] / rates['bare session']:.3f}")
    print(f"tokenizer rate / pipeline's  {rates['whole pipeline'] / rates['blank tokenizer']:.1f}")
    print(f"extraction / pipeline        {rates['extraction and resolution'] / rates['whole pipeline']:.3f}")
    print(f"peak memory                  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
