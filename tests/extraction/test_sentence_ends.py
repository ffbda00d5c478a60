"""The long table of test_sentences.py: where a sentence ends, word by word."""

import pytest

from pipelines.extraction.sentences import MAX_SENTENCE, split


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith met Dr. Jones.", "They spoke."],
        ["Gen. Odhiambo left at 5 p.m. on Monday.", "He returned."],
        ["He met J. R. Smith.", "Then he left."],
        ["The U.S. Secretary of State spoke.", "Nobody replied."],
        ["He lives in the U.S.", "The ministry said so."],
        ["He arrived in Washington, D.C.", "The talks began."],
        ["The St. Petersburg talks ended.", "Good."],
        ["Vol. 3 came out.", "No. 5 did not."],
        ["The pact was signed on Oct. 5.", "It holds."],
        ["The deal cost $1.6 billion.", "It was signed."],
        ["At 3.5 million it is dear."],
        ["“We met.”", "He left."],
        ["(He met her.)", "She left."],
        ["Really?!", "Yes."],
        ["talks ended…", "The end"],
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_belongs_to_a_word(sentences: list[str]) -> None:
    assert _sentences(" ".join(sentences)) == sentences


def test_a_line_break_ends_a_sentence_that_has_no_stop() -> None:
    text = "Talks in Rome\nThe ministers met.\n\n\nThey left"
    assert _sentences(text) == ["Talks in Rome", "The ministers met.", "They left"]


def test_a_closing_quote_ends_a_sentence_even_where_the_blank_is_missing() -> None:
    assert _sentences('"We met."He left.') == ['"We met."', "He left."]


@pytest.mark.parametrize("piece", ["word ", "x", "1,234,", "🙂"])
def test_a_text_without_stops_is_cut_into_pieces_that_a_parser_can_bear(piece: str) -> None:
    text = piece * 5000
    spans = split(text)
    assert max(end - start for start, end in spans) <= MAX_SENTENCE
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
