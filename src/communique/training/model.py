"""The network: one MiniLM encoder, a biaffine parser and taggers over it.

Encoder: a BERT (Devlin et al. 2019) with the weights of all-MiniLM-L6-v2 (Wang et al. 2020,
https://arxiv.org/abs/2002.10957), plus an embedding of word shapes that gives the lost letter case back.
Parser: deep biaffine attention (Dozat & Manning 2017, https://arxiv.org/abs/1611.01734).
Each task mixes the encoder's layers with weights of its own (Peters et al. 2018).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from communique.language.wordpiece import SHAPES

__all__ = ["Labels", "Network"]

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, POSITIONS = 384, 12, 1536, 6, 30522, 512
MASKED = -1e4


@dataclass(frozen=True, slots=True)
class Labels:
    """The label inventories, in the order of the network's outputs."""

    relations: list[str]
    upos: list[str]
    xpos: list[str]
    taggers: dict[str, list[str]]
    links: list[str] = field(default_factory=list)


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, post-norm, as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_output = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        # Spelled out: on short sentences it trains faster than the fused kernel, and ONNX fuses this form by itself.
        weights = torch.softmax(q @ k.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS)) + mask.to(q.dtype), -1)
        attended = weights.to(v.dtype) @ v
        attended = attended.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm_attention(x + self.dropout(self.out(attended)))
        return self.norm_output(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """Pieces and shapes to the hidden states of every layer."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.pieces.weight.requires_grad_(
            False
        )  # most pieces are rare in the treebanks: tuning the seen ones only drifts
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList([EncoderLayer(dropout) for _ in range(LAYERS)])

    def load_pretrained(self, weights: Path) -> None:
        """Take the weights of a BERT of this size.

        Args:
            weights: a safetensors file with Hugging Face's parameter names.

        Raises:
            KeyError: if the file holds another architecture.
        """
        source = {k.removeprefix("bert."): v.float() for k, v in load_file(weights).items()}
        self.pieces.weight.data[:] = source["embeddings.word_embeddings.weight"]
        self.positions.weight.data = (
            source["embeddings.position_embeddings.weight"] + source["embeddings.token_type_embeddings.weight"][0]
        )
        self.norm.weight.data = source["embeddings.LayerNorm.weight"]
        self.norm.bias.data = source["embeddings.LayerNorm.bias"]
        for i, layer in enumerate(self.layers):
            prefix = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                joined = [source[f"{prefix}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).data = torch.cat(joined)
                for module, name in (
                    (layer.out, "attention.output.dense"),
                    (layer.norm_attention, "attention.output.LayerNorm"),
                    (layer.inner, "intermediate.dense"),
                    (layer.outer, "output.dense"),
                    (layer.norm_output, "output.LayerNorm"),
                ):
                    getattr(module, kind).data = source[f"{prefix}{name}.{kind}"]

    def forward(self, ids: Tensor, shapes: Tensor) -> list[Tensor]:
        mask = (ids == 0)[:, None, None, :].float() * MASKED
        x = self.pieces(ids) + self.shapes(shapes) + self.positions.weight[: ids.shape[1]][None]
        x = self.dropout(self.norm(x))
        states = [x]
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states


class Projection(nn.Module):
    """A hidden layer whose dropout mask is shared by all words of a sentence."""

    def __init__(self, inputs: int, outputs: int, dropout: float = 0.33) -> None:
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)
        self.rate = dropout

    def forward(self, x: Tensor) -> Tensor:
        x = functional.leaky_relu(self.linear(x), 0.1)
        if self.training:
            keep = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) > self.rate
            x = x * keep / (1 - self.rate)
        return x


class Tagger(nn.Module):
    """A hidden layer and a label score for each word."""

    def __init__(self, inputs: int, labels: int, hidden: int = 256) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.dropout = nn.Dropout(0.2)
        self.scores = nn.Linear(hidden, labels)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.scores(self.dropout(functional.leaky_relu(self.hidden(x), 0.1)))
        return out


class Linker(nn.Module):
    """Two vectors a word for each link, one as its subject and one as its object; their product scores the link.

    The last two places carry a score of each side alone.
    """

    HIDDEN, DEPTH = 256, 16

    def __init__(self, inputs: int, links: int) -> None:
        super().__init__()
        self.links = links
        self.subject, self.object = Projection(inputs, self.HIDDEN, 0.2), Projection(inputs, self.HIDDEN, 0.2)
        self.left = nn.Linear(self.HIDDEN, links * (self.DEPTH + 1))
        self.right = nn.Linear(self.HIDDEN, links * (self.DEPTH + 1))
        for side in (self.left, self.right):
            side.bias.data.view(links, -1)[:, -1] = -1.5  # of all pairs few are linked

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        shape = (*words.shape[:2], self.links, self.DEPTH + 1)
        left, right = self.left(self.subject(words)).view(shape), self.right(self.object(words)).view(shape)
        one = torch.ones_like(left[..., :1])
        return torch.cat([left, one], -1), torch.cat([right[..., :-1], one, right[..., -1:]], -1)


class Network(nn.Module):
    """Encoder, parser, taggers and linker. `forward` is what is exported; training calls the parts."""

    ARC, RELATION, SHAPE_WIDTH = 384, 96, 32

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.labels = labels
        self.encoder = Encoder()
        start = torch.tensor([-2.0, -2, -1, 0, 0, 0, 1])
        self.mix_syntax = nn.Parameter(start.clone())
        self.mix_tags = nn.Parameter(start.clone())
        self.mix_links = nn.Parameter(start.clone())
        self.word_shapes = nn.Embedding(SHAPES, self.SHAPE_WIDTH)
        self.dropout = nn.Dropout(0.2)
        width = WIDTH + self.SHAPE_WIDTH
        self.arc_dependent, self.arc_head = Projection(width, self.ARC), Projection(width, self.ARC)
        self.relation_dependent = Projection(width, self.RELATION)
        self.relation_head = Projection(width, self.RELATION)
        self.arc_weights = nn.Parameter(torch.zeros(self.ARC + 1, self.ARC))
        nn.init.orthogonal_(self.arc_weights.data[: self.ARC])
        self.arc_weights.data.mul_(0.1)
        relations = len(labels.relations)
        self.relation_weights = nn.Parameter(torch.randn(self.RELATION + 1, relations, self.RELATION + 1) * 0.02)
        self.upos = Tagger(width, len(labels.upos))
        self.xpos = Tagger(width, len(labels.xpos))
        self.taggers = nn.ModuleDict({name: Tagger(width, len(tags)) for name, tags in labels.taggers.items()})
        self.linker = Linker(width, len(labels.links))

    def words(self, ids: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The words' vectors (batch, word, width) for parser, taggers and linker; word 0 is the root."""
        index = first[:, :, None].expand(-1, -1, WIDTH)
        states = torch.stack([torch.gather(state.float(), 1, index) for state in self.encoder(ids, shapes)])
        shape = self.word_shapes(torch.gather(shapes, 1, first))

        def mixed(weights: Tensor) -> Tensor:
            mix = torch.einsum("l,lbwd->bwd", torch.softmax(weights, 0), states)
            return torch.cat([self.dropout(mix), shape], -1)

        return mixed(self.mix_syntax), mixed(self.mix_tags), mixed(self.mix_links)

    def arcs(self, syntax: Tensor) -> Tensor:
        """Scores (batch, dependent, head)."""
        dependent, head = self.arc_dependent(syntax), self.arc_head(syntax)
        scores: Tensor = (_with_one(dependent) @ self.arc_weights) @ head.transpose(1, 2)
        return scores

    def relations_to(self, syntax: Tensor, heads: Tensor) -> Tensor:
        """Label scores (batch, dependent, relation) of each word towards its given head."""
        dependent, head = self.relation_sides(syntax)
        head = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, head.shape[2]))
        return (dependent @ head.unsqueeze(-1)).squeeze(-1)

    def relation_sides(self, syntax: Tensor) -> tuple[Tensor, Tensor]:
        """What scores labels once the heads are known: (batch, dependent, relation, depth) and (batch, head, depth).

        The product of both is left to the reader of the tree: for all pairs it would cost the square of the window.
        """
        dependent = _with_one(self.relation_dependent(syntax))
        batch, words, width = dependent.shape
        bilinear = (dependent @ self.relation_weights.flatten(1)).view(batch, words, -1, width)
        return bilinear, _with_one(self.relation_head(syntax))

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Head scores, both sides of relations, tags, both sides of links, and each tagger's log-probabilities.

        Words of other sentences in the window are no heads: that is left to the reader of the scores, who knows the
        sentence bounds only from the tagger.
        """
        syntax, tags, links = self.words(ids, shapes, first)
        return (
            self.arcs(syntax),
            *self.relation_sides(syntax),
            self.upos(tags).argmax(-1).to(torch.int32),
            self.xpos(tags).argmax(-1).to(torch.int32),
            *self.linker(links),
            *(torch.log_softmax(tagger(tags), -1) for tagger in self.taggers.values()),
        )

    def take(self, weights: Mapping[str, Tensor]) -> list[str]:
        """Load the parameters that fit and return the names of those that stay as they were."""
        own = self.state_dict()
        fitting = {k: v for k, v in weights.items() if k in own and own[k].shape == v.shape}
        self.load_state_dict(fitting, strict=False)
        return sorted(own.keys() - fitting.keys())


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
