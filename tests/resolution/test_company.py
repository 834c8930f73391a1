"""The second look at candidates: what the facts around one say of it."""

import numpy as np

from communique.extraction import Draft, Mention
from communique.findings import DocumentInfo, Passage
from communique.resolution.candidates import FEATURES
from communique.resolution.cast import gather
from communique.resolution.company import COMPANY_FEATURES, company_rows
from communique.resolution.evidence import Candidate
from communique.resolution.stage import Stage


def company(facts: dict[tuple[str, str, str], float]) -> dict[tuple[str, str, str], dict[str, float]]:
    named = [("State", "Chile"), ("State", "Japan"), ("Official", "Ana Ruiz"), ("Official", "Kato Hiro")]
    mentions = [
        Mention(i, kind, text, Passage(i * 20, i * 20 + 5, text), 0, 0, i * 3, i * 3 + 1, known=text)
        for i, (kind, text) in enumerate(named)
    ]
    cast = gather(mentions, {}, "")
    office, talks = cast.new("Office").key, cast.new("Meeting").key
    keys = {text: cast.of[i] for i, (_, text) in enumerate(named)} | {"Minister": office, "talks": talks}
    names = {key: name for name, key in keys.items()}
    candidates = [Candidate(keys[s], p, keys[o]) for s, p, o in facts]
    draft = Draft(DocumentInfo("1", "text"), tuple(mentions))
    stage = Stage(talks, "", frozenset(), frozenset(), frozenset(), frozenset())
    rows = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    kept, found = company_rows(
        candidates, rows, list(facts.values()), dict.fromkeys(cast.members, 0.9), draft, cast, stage
    )
    said = {}
    for index, row in zip(kept, found, strict=True):
        c = candidates[index]
        said[names[c.subject], c.property, names[str(c.object)]] = dict(
            zip(COMPANY_FEATURES, row.tolist(), strict=True)
        )
    return said


def test_an_office_speaks_for_whom_its_holder_represents() -> None:
    said = company(
        {
            ("Ana Ruiz", "holdsOffice", "Minister"): 0.8,
            ("Minister", "officeOf", "Chile"): 0.5,
            ("Ana Ruiz", "represents", "Chile"): 0.3,
            ("Ana Ruiz", "represents", "Japan"): 0.25,
        }
    )
    chile, japan = (said["Ana Ruiz", "represents", s] for s in ("Chile", "Japan"))
    assert np.isclose(chile["over a third"], 0.4) and japan["over a third"] == 0
    assert np.isclose(japan["rivals over a third"], 0.4)
    assert np.isclose(chile["rival objects, best"], 0.25) and np.isclose(japan["rival objects, best"], 0.3)


def test_those_beside_each_other_are_seen() -> None:
    said = company(
        {
            ("talks", "participant", "Ana Ruiz"): 0.9,
            ("talks", "participant", "Kato Hiro"): 0.4,
            ("Kato Hiro", "represents", "Japan"): 0.7,
            ("talks", "participant", "Japan"): 0.3,
        }
    )
    kato = said["talks", "participant", "Kato Hiro"]
    assert np.isclose(kato["object next before"], 0.9) and kato["object beside in its sentence"] == 1
    assert np.isclose(said["talks", "participant", "Japan"]["over a third"], 0.4 * 0.7)
    assert np.isclose(kato["object at the main meeting"], 0.4)


def test_what_is_hardly_likely_is_not_looked_at_again() -> None:
    assert not company({("Ana Ruiz", "represents", "Chile"): 0.01})
