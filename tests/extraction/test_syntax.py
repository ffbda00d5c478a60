"""What a parsed sentence says: names masked and found again, who did what, and whether it was done at all."""

import pytest

from pipelines.extraction import model
from pipelines.extraction.actors import find_mentions
from pipelines.extraction.syntax import Sentence, inflections, is_passive, lemma, mask, modality, objects, subjects
from pipelines.settings import settings


def _parse(text: str, start: int = 0) -> Sentence:
    mentions = find_mentions(text, start)
    masked = mask(text, start, len(text), mentions)
    (doc,) = model.parse(settings().spacy_model, [masked.text])
    return Sentence(0, start, len(text), text, doc, masked, mentions)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya met Uganda.",
        "Kenyan President Amina Odhiambo met Ugandan President Joseph Kato in Nairobi on Tuesday.",
        "The European Commission gave the U.S. $5 million.",
        "His Italian counterpart, Luciana Rossi, spoke to the foreign ministers of Egypt and Jordan.",
        "In Turkey Minister Tobias Hale met the king.",
        "Sweden pledges 250 million kronor to Togo 🙂.",
        "A plane carrying aid lands in Guinea-Bissau, and ceasefire talks with the M23 open.",
    ],
)
@pytest.mark.parametrize("before", ["", "🙂 \u202eعربى. ", "<b>\n\n"])
def test_a_parsed_sentence_leads_back_to_the_words_of_the_article(before: str, text: str) -> None:
    article = before + text
    sentence = _parse(article, len(before))
    first, last = sentence.span(0, len(sentence.doc) - 1)
    assert article[first:last] == text
    for token in sentence.doc:
        mention = sentence.mention(token)
        if mention is not None:
            assert sentence.words(token.i, token.i) == article[mention.start : mention.end]


@pytest.mark.parametrize(
    ("text", "verb", "mode"),
    [
        ("Kenya met Uganda.", "met", "asserted"),
        ("Kenya has met Uganda.", "met", "asserted"),
        ("Kenya is meeting Uganda.", "meeting", "asserted"),
        ("Kenya said that it had met Uganda.", "met", "asserted"),
        ("Kenya will meet Uganda.", "meet", "planned"),
        ("Kenya plans to meet Uganda.", "meet", "planned"),
        ("Kenya is to meet Uganda.", "meet", "planned"),
        ("Kenya was scheduled to meet Uganda.", "meet", "planned"),
        ("Kenya agreed to meet Uganda.", "meet", "planned"),
        ("Kenya said it would meet Uganda.", "meet", "planned"),
        ("Kenya did not meet Uganda.", "meet", "negated"),
        ("Kenya never met Uganda.", "met", "negated"),
        ("Kenya denied that it met Uganda.", "met", "negated"),
        ("Kenya left without meeting Uganda.", "meeting", "negated"),
        ("No minister met Uganda's president.", "met", "negated"),
        ("Kenya may meet Uganda.", "meet", "hypothetical"),
        ("Kenya should meet Uganda.", "meet", "hypothetical"),
        ("Kenya would have met Uganda.", "met", "hypothetical"),
        ("If Kenya met Uganda, they would talk.", "met", "hypothetical"),
        ("Japan urged Kenya to meet Uganda.", "meet", "appeal"),
        ("Japan proposed that Kenya meet Uganda.", "meet", "appeal"),
        ("Kenya wants to meet Uganda.", "meet", "appeal"),
        ("Kenya hopes to sign the pact.", "sign", "appeal"),
        ("Kenya refused to meet Uganda.", "meet", "refused"),
        ("Kenya declined to sign the pact.", "sign", "refused"),
    ],
)
def test_a_verb_tells_whether_its_act_was_done_planned_denied_or_wished(text: str, verb: str, mode: str) -> None:
    (token,) = (t for t in _parse(text).doc if t.text == verb)
    assert modality(token) == mode


@pytest.mark.parametrize(
    ("text", "verb", "who", "whom"),
    [
        ("Kenya met Uganda.", "met", ["Kenya"], ["Uganda"]),
        ("Kenya and Uganda met Chad.", "met", ["Kenya", "Uganda"], ["Chad"]),
        ("Kenya plans to meet Uganda.", "meet", ["Kenya"], ["Uganda"]),
        ("Japan urged Kenya to meet Uganda.", "meet", ["Kenya"], ["Uganda"]),
        ("Kenya arrived late and met Uganda.", "met", ["Kenya"], ["Uganda"]),
        ("Kenya gave Uganda rice and tents.", "gave", ["Kenya"], ["rice", "tents"]),
    ],
)
def test_subjects_and_objects_follow_control_and_conjunction(
    text: str, verb: str, who: list[str], whom: list[str]
) -> None:
    sentence = _parse(text)
    (token,) = (t for t in sentence.doc if t.text == verb)
    assert [sentence.words(t.i, t.i) for t in subjects(token)] == who
    assert [sentence.words(t.i, t.i) for t in objects(token)] == whom


def test_a_passive_is_told_from_an_active() -> None:
    signed = {
        text: next(t for t in _parse(text).doc if t.text == "signed")
        for text in ("The pact was signed by Kenya.", "Kenya signed the pact.")
    }
    assert [is_passive(token) for token in signed.values()] == [True, False]


@pytest.mark.parametrize(
    ("form", "base"),
    [("met", "meet"), ("meets", "meet"), ("signed", "sign"), ("gave", "give"), ("given", "give"), ("pledges", "pledge"),
     ("ratifies", "ratify"), ("held", "hold"), ("agreed", "agree")],
)  # fmt: skip
def test_the_forms_of_a_verb_that_the_lists_know_have_one_lemma(form: str, base: str) -> None:
    assert form in inflections(base)
    assert {lemma(t) for t in _parse(f"They {form} it.").doc if t.text == form} == {base}
