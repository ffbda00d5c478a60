"""The language model: loads spaCy once per process and parses masked sentences in batches. Nothing else imports spaCy's loader."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

BATCH = 16
"""Sentences parsed together: 16 peak at 260 MB, 64 at 600 MB for no gain in speed."""


@lru_cache(maxsize=2)
def load(name: str) -> Language:
    """The tagger and parser of ``name``; entities and lemmas are not needed (the actor grammar and the lexicon give them).

    Raises:
        OSError: the model is not installed; the message names the package.
    """
    try:
        return spacy.load(name, exclude=["ner", "lemmatizer"])
    except OSError as error:
        raise OSError(
            f"The language model {name!r} is not installed. Run `make run` once, or `pip install {name.replace('_', '-')}`."
        ) from error


def parse(name: str, texts: Iterable[str]) -> Iterator[Doc]:
    yield from load(name).pipe(texts, batch_size=BATCH)
