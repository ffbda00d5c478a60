"""Which texts are one story: near copies are, tellings of one event in other words are not."""

import random

from pipelines.scraping import stories

WORDS = ["minister", "talks", "border", "water", "treaty", "harbour", "delegation", "agreed", "fishing", "committee"]


def text(seed: int, n_words: int = 200) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) + str(chance.randrange(40)) for _ in range(n_words)]


def likeness(a: list[str], b: list[str]) -> float:
    return stories.likeness(stories.shingles(" ".join(a)), stories.shingles(" ".join(b)))


def meet(a: list[str], b: list[str]) -> bool:
    return bool(set(stories.bands(stories.shingles(" ".join(a)))) & set(stories.bands(stories.shingles(" ".join(b)))))


def test_a_reprint_with_a_few_words_changed_is_the_same_story() -> None:
    for seed in range(20):
        original = text(seed)
        reprint = ["Officials", "said", *original[:120], "however", *original[121:], "more", "follows"]
        assert likeness(original, reprint) > 0.8
        assert meet(original, reprint)


def test_the_first_half_of_an_agency_text_is_the_same_story() -> None:
    original = text(1, 300)
    assert likeness(original, original[:150]) >= 0.8


def test_case_and_punctuation_do_not_count() -> None:
    assert likeness(text(2), [word.upper() + "," for word in text(2)]) == 1.0


def test_other_texts_are_other_stories() -> None:
    assert not any(likeness(text(seed), text(seed + 100)) for seed in range(20))


def test_a_shared_closing_paragraph_makes_no_story() -> None:
    shared = text(5, 40)
    assert likeness(text(6) + shared, text(7) + shared) == 0.0


def test_the_bands_of_a_text_never_change() -> None:
    # Bands are stored: were they different on another machine or day, reprints would stop being found.
    assert stories.bands(stories.shingles("The ministers met in Casten on Tuesday."))[:2] == EXPECTED_BANDS


def test_an_empty_text_has_no_bands() -> None:
    assert stories.bands(stories.shingles("")) == []


EXPECTED_BANDS = ["c84d77b86cd77151", "76ec70a5373b56a3"]
