"""The language model is loaded once, and its absence is told with its cure."""

import pytest

from pipelines.extraction import model
from pipelines.settings import settings


def test_the_model_is_loaded_once_a_process() -> None:
    assert model.load(settings().spacy_model) is model.load(settings().spacy_model)


def test_texts_come_back_parsed_in_their_order() -> None:
    texts = [f"Kenya gave {number} tents." for number in range(model.BATCH + 3)]
    assert [doc.text for doc in model.parse(settings().spacy_model, texts)] == texts


def test_a_model_that_is_not_installed_is_named_with_the_command_that_brings_it() -> None:
    with pytest.raises(OSError, match=r"'xx_absent_sm' is not installed.*pip install xx-absent-sm"):
        model.load("xx_absent_sm")
