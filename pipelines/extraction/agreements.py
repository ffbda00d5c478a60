"""Agreements in one sentence: mutual undertakings reached, signed, ratified, extended, suspended, ended. The codebook says what counts."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Token

from pipelines.extraction.actors import Person
from pipelines.extraction.context import Context
from pipelines.extraction.lexicon import words
from pipelines.extraction.syntax import (
    Sentence,
    heads,
    is_passive,
    is_verb,
    lemma,
    modality,
    objects,
    prepositional,
    subjects,
    within,
)


@dataclass(slots=True)
class Draft:
    """An agreement as one sentence tells it."""

    sentence: Sentence
    trigger: Token
    parties: list[str]
    status: str
    type: str
    subject: str
    first: int
    last: int
    rule: str = ""
    people: list[Person] = field(default_factory=list)


@lru_cache(maxsize=1)
def _types() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern, re.I)) for name, pattern in words()["agreement_types"]]


def type_of(text: str) -> str:
    """The first agreement type of the lexicon that the words bear."""
    return next((name for name, pattern in _types() if pattern.search(text)), "other")


def find(context: Context, sentence: Sentence) -> list[Draft]:
    """Every agreement act that the sentence tells."""
    lexicon = words()["agree"]
    drafts: list[Draft] = []
    for token in sentence.doc:
        if is_verb(token):
            if lemma(token) == "agree" or (
                lemma(token) == "decide"
                and any(
                    lemma(c) in ("set", "form", "create", "establish", "launch", "build", "normalise", "restore")
                    for c in token.children
                    if c.dep_ == "xcomp"
                )
            ):
                drafts += _agree(context, sentence, token)
            drafts += _exchange(context, sentence, token)
        if token.pos_ in ("NOUN", "PROPN") and token.lower_ in lexicon["nouns"]:
            drafts += _noun(context, sentence, token)
    return _distinct(drafts)


def _codes(people: list[Person]) -> list[str]:
    return list(dict.fromkeys(p.actor for p in people if p.actor))


def _text(sentence: Sentence, token: Token) -> str:
    tokens = list(within(token, stop_at_clauses=False))
    return sentence.words(tokens[0].i, tokens[-1].i)


def _is_company(sentence: Sentence, parties: list[str], text: str) -> bool:
    return bool(re.search(words()["agree"]["company"], text, re.I)) and len(parties) < 2


def _agree(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    """ "A and B agree to / on / that they will", "A agrees with B to", "A agreed to grant B"."""
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "appeal", "refused"):
        return []
    passive = is_passive(verb)
    subject_nouns = subjects(verb)
    people = context.all_people(sentence, prepositional(verb, "by") if passive else subject_nouns)
    partners = context.all_people(sentence, prepositional(verb, "with", "between"), people)
    clause = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp")), None)
    on = [
        t
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ in ("on", "to", "upon", "in")
        for t in c.children
        if t.dep_ in ("pobj", "pcomp")
    ]
    themes = objects(verb) if not passive else [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)]
    if clause is not None and clause.dep_ == "ccomp" and not _binding(clause):
        return []
    if clause is None and not on and not themes:
        return []
    if (
        clause is not None
        and lemma(clause) in ("meet", "hold", "continue", "speak", "talk", "keep", "resume", "convene", "disagree")
        and (
            lemma(clause) in ("meet", "speak", "talk")
            or re.search(
                r"\b(?:talks?|meetings?|summit|dialogue|consultations?|contacts?|negotiat\w+|cooperat\w+|discussions?|touch|working)\b",
                _text(sentence, clause),
                re.I,
            )
        )
    ):
        return []
    topic = clause if clause is not None else (on or themes)[0]
    text = _text(sentence, topic)
    if clause is None and re.search(
        r"^(?:the )?(?:need|importance|necessity|urgency|principle|view|assessment|point|question)", text, re.I
    ):
        return []
    if clause is None and any(t.lower_ in ("nouns",) for t in on):
        return []
    everyone = people + partners
    codes = _codes(everyone)
    plural_unnamed = _unnamed(sentence, subject_nouns) if not codes else None
    if len(codes) < 2:
        inner = [a for a in _inner_actors(context, sentence, topic) if a not in codes]
        from_others = context.all_people(sentence, prepositional(verb, "with"))
        if (codes and inner and clause is not None and lemma(clause) in words()["agree"]["one_sided"]) or (
            codes
            and inner
            and clause is None
            and re.search(
                r"\b(?:plan|proposal|deal|ceasefire|truce|terms|agreement|framework|exchange|swap)\b", text, re.I
            )
        ):
            codes += inner[:1]
        elif codes and from_others:
            codes += _codes(from_others)
    if len(codes) == 1:
        codes += _faction_names(everyone)
    if len(codes) < 2 and not plural_unnamed:
        return []
    if (
        clause is None
        and on
        and not (
            re.search(r"\b(?:" + "|".join(words()["agree"]["nouns"]) + r")\b", text, re.I)
            or on[0].dep_ == "pcomp"
            or len(codes) >= 2
        )
    ):
        return []
    status = "planned" if mode == "planned" else "agreed"
    drafts: list[Draft] = []
    # "agreed to reopen the crossing and to form a commission": undertakings of two kinds are two
    for part in [topic, *(c for c in topic.conjuncts if is_verb(c) and is_verb(topic))]:
        words_ = _text(sentence, part)
        kind = type_of(words_)
        if part is topic or (kind != "other" and all(kind != d.type for d in drafts)):
            drafts.append(
                _draft(
                    context,
                    sentence,
                    verb,
                    codes or [plural_unnamed or ""],
                    status,
                    kind,
                    words_,
                    "agree",
                    everyone,
                    part,
                )
            )
    return drafts


def _binding(clause: Token) -> bool:
    """ "agreed that X would": a undertaking; "agreed that the situation is grave": an opinion."""
    aux = {c.lower_ for c in clause.children if c.dep_ in ("aux", "auxpass")}
    return bool(aux & {"will", "would", "shall", "should"}) and clause.lower_ not in ("be", "remain")


def _unnamed(sentence: Sentence, nouns: list[Token]) -> str | None:
    """ "five Belgian political parties": sides that the text counts but does not name."""
    for noun in nouns:
        if re.fullmatch(words()["agree"]["unnamed"], noun.lower_) and noun.tag_ == "NNS":
            left = [
                t for t in within(noun) if t.i <= noun.i and t.dep_ in ("amod", "compound", "nummod", "nmod", "det")
            ]
            if not any(t.dep_ in ("amod", "compound", "nummod", "nmod") for t in left) or (
                any(t.lower_ in ("two", "both", "other", "several") and t.dep_ != "conj" for t in left)
                and len(left) < 3
            ):
                continue
            start = min([t.i for t in left if t.dep_ != "det"], default=noun.i)
            return sentence.words(start, noun.i)
    return None


def _inner_actors(context: Context, sentence: Sentence, topic: Token) -> list[str]:
    out: list[str] = []
    for token in within(topic, stop_at_clauses=False):
        mention = sentence.mention(token)
        if mention is not None:
            out += _codes([context.cast.resolve(p) for p in mention.people])
    return list(dict.fromkeys(out))


def _exchange(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    """ "Russia and Ukraine exchange 200 prisoners", "restore diplomatic relations", "cease fire"."""
    word = lemma(verb)
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "appeal", "refused"):
        return []
    for noun in (
        objects(verb) if not is_passive(verb) else [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)]
    ):
        text = _text(sentence, noun)
        swap = word in ("exchange", "swap") and re.search(
            r"\b(?:prisoners?|captives?|hostages?|detainees?|bodies|remains|POWs?|soldiers)\b", text, re.I
        )
        ties = (
            word
            in ("restore", "establish", "resume", "normalise", "normalize", "re-establish", "reestablish", "sever_")
            and re.search(r"\b(?:diplomatic|relations|ties)\b", text, re.I)
            and not re.search(r"\bcalls\b", text)
        )
        if not (swap or ties):
            continue
        people = context.all_people(
            sentence, subjects(verb) if not is_passive(verb) else prepositional(verb, "by", "between")
        )
        people += context.all_people(
            sentence, prepositional(verb, "with", "between") + prepositional(noun, "with", "between"), people
        )
        codes = _codes(people)
        if (
            len(codes) < 2
            or (ties and any(len(c) != 3 for c in codes))
            or (verb.dep_ in ("xcomp", "ccomp") and lemma(verb.head) == "agree")
        ):
            continue
        return [
            _draft(
                context,
                sentence,
                verb,
                codes,
                "planned" if mode == "planned" else "agreed",
                "exchange_release" if swap else "peace_political",
                text,
                "exchange",
                people,
                noun,
            )
        ]
    return []


def _noun(context: Context, sentence: Sentence, noun: Token) -> list[Draft]:
    """A noun of agreement and the act on it."""
    lexicon = words()["agree"]
    if noun.dep_ == "compound" and noun.head.lower_ in lexicon["nouns"]:
        return []
    head = noun
    while head.dep_ in ("pobj", "conj") and (
        (head.dep_ == "conj")
        or (
            head.head.lower_ in ("of", "on", "for", "to")
            and head.head.head.lower_
            in (
                "number",
                "series",
                "set",
                "package",
                "terms",
                "text",
                "draft",
                "phase",
                "stage",
                "part",
                "details",
                "copies",
                "pair",
                "raft",
                "implementation",
                "extension",
                "signing",
                "version",
                "range",
                "renewal",
                "parts",
            )
        )
    ):
        head = head.head if head.dep_ == "conj" else head.head.head
        if head.lower_ in ("extension", "signing", "implementation", "renewal"):
            break
    joined = _named_before(sentence, noun)
    between = context.all_people(
        sentence,
        prepositional(noun, "between", "with", "among", "by")
        + (prepositional(head, "between", "with", "among") if head is not noun else []),
    )
    if not between:
        inner = [
            t
            for w in within(noun, stop_at_clauses=False)
            if w.lower_ == "between" and w.dep_ == "prep"
            for c in w.children
            if c.dep_ == "pobj"
            for t in heads(c)
        ]
        between = context.all_people(sentence, inner)
    full = _text(sentence, noun)
    act = _act(context, sentence, noun, head)
    if act is None:
        return []
    status, verb, subject = act
    weak = noun.lower_ not in lexicon["strong_nouns"]
    if weak and not _weak_is_agreement(sentence, noun, verb, status):
        return []
    if (
        re.search(
            r"\b(?:plea|merger|takeover|record|contract|settlement|licen[cs]e|transfer|sponsorship|television|broadcast)\b",
            " ".join(c.lower_ for c in noun.children) + " " + noun.lower_,
            re.I,
        )
        and len(_codes(subject + between)) < 2
    ):
        return []
    third = verb is not None and lemma(verb) in ("broker", "mediate", "announce", "welcome", "facilitate")
    owners = [
        p
        for c in noun.children
        if c.dep_ == "poss" and (m := sentence.mention(c)) and m.kind == "org"
        for p in m.people
    ]
    parties = _codes(joined + between + owners)
    own = _codes(subject)
    if third:
        codes = parties if len(parties) >= 2 else list(dict.fromkeys(own + parties))
    else:
        codes = list(dict.fromkeys(own + parties))
    inside = _inner_actors(context, sentence, noun)
    if len(codes) < 2 and status not in ("ratified", "terminated", "suspended", "in_force"):
        codes += (
            [a for a in inside if a not in codes][:1]
            if codes and verb is not None and lemma(verb) in ("accept", "approve", "endorse", "reject")
            else []
        )
    ended = status in ("terminated", "suspended", "extended") and any(c.lower_ == "the" for c in noun.children)
    if len(codes) == 1 and ((not is_verb(head.head) and status in ("signed", "agreed")) or ended):
        # "Australia will pay Nauru following the signing of a memorandum by Nauru's president"
        others = list(
            dict.fromkeys(
                a for m in sentence.mentions if m.kind in ("state", "org") for a in m.actors if a not in codes
            )
        )
        codes += others if len(others) == 1 else []
    if len(codes) == 1:
        codes += _faction_names(subject + between)
    unnamed = None
    if len(codes) < 2:
        unnamed = _unnamed(
            sentence,
            [
                *subjects_of(verb),
                *prepositional(noun, "between", "among", "with"),
                *(prepositional(verb, "between", "among", "with", "by") if verb is not None else []),
            ],
        )
    lone = status in ("ratified", "terminated", "suspended", "in_force", "rejected")
    named_treaty = noun.pos_ == "PROPN" or noun.lower_ in (
        "treaty",
        "convention",
        "accord",
        "pact",
        "ceasefire",
        "truce",
        "protocol",
        "accords",
    )
    if len(codes) < 2 and not unnamed and not (lone and codes and named_treaty):
        # "the deal", "the ceasefire": the sides are those the article spoke of
        if (
            status in ("signed", "agreed", "extended", "in_force", "terminated", "suspended", "planned")
            and context.last_group
            and (not codes or set(codes) <= {p.actor for p in context.last_group})
        ):
            if verb is None or verb.dep_ in ("relcl",):
                return []
            codes = _codes(context.last_group)
        else:
            return []
    if _is_company(sentence, codes, full):
        return []
    text = sentence.words(
        min(t.i for t in within(noun, stop_at_clauses=False)), max(t.i for t in within(noun, stop_at_clauses=False))
    )
    text = re.sub(r"^(?:an?|the|their|its|new)\s+", "", text, flags=re.I)
    core = (
        " ".join(c.text for c in noun.lefts)
        + " "
        + noun.text
        + " "
        + " ".join(_text(sentence, c) for c in noun.rights if c.dep_ in ("prep", "acl", "relcl", "appos"))
    )
    before = [t for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod") for t in within(c) if t.i < noun.i]
    kind = type_of(" ".join(t.text for t in before) + " " + noun.text)
    if kind in ("other", "treaty_pact", "declaration_communique") or noun.lower_ in (
        "agreement",
        "deal",
        "accord",
        "pact",
        "agreements",
        "deals",
    ):
        wider = type_of(core)
        if kind in ("other", "treaty_pact") and wider != "other":
            kind = wider
        if kind == "other":
            kind = type_of(sentence.original) if type_of(sentence.original) not in ("treaty_pact",) else "other"
    if status == "planned" and verb is not None and verb.dep_ in ("xcomp", "ccomp") and lemma(verb.head) == "agree":
        status = "agreed"  # "agreed to form a joint committee"
    return [
        _draft(
            context,
            sentence,
            verb if verb is not None else noun,
            codes or [unnamed or ""],
            status,
            kind,
            text,
            "noun",
            subject + between,
            noun,
        )
    ]


def _faction_names(people: list[Person]) -> list[str]:
    """Sides that have no name of their own in the lexicon: "the opposition", "Tuareg rebels"."""
    return [
        re.sub(r"^(?:the|its|his|their)\s+", "", p.title, flags=re.I)
        for p in people
        if p.actor is None
        and p.title
        and re.search(
            r"opposition|rebel|militia|faction|part(?:y|ies)\b|tribe|clan|union|movement|coalition|fighters",
            p.title,
            re.I,
        )
    ]


def subjects_of(verb: Token | None) -> list[Token]:
    return subjects(verb) if verb is not None and is_verb(verb) else []


def _weak_is_agreement(sentence: Sentence, noun: Token, verb: Token | None, status: str) -> bool:
    """Nouns that are agreements only in some company: "joint statement", "framework agreement", "prisoner swap"."""
    left = {c.lower_ for c in noun.children if c.dep_ in ("amod", "compound")}
    word = lemma(verb) if verb is not None and is_verb(verb) else ""
    lower = noun.lower_
    if lower in ("statement", "declaration", "communique", "communiqué", "letter", "charter"):
        return (
            (bool(left & {"joint", "final"}) or lower in ("charter", "declaration", "communique", "communiqué"))
            and word in ("sign", "issue", "adopt", "agree", "endorse", "release", "ink", "conclude")
            and (lower != "letter" or bool(left & {"intent"}))
        )
    if lower in ("swap", "exchange"):
        return bool(re.search(r"prisoner|hostage|captive|detainee", _text(sentence, noun) + " ".join(left), re.I))
    if lower in ("committee", "commission"):
        return bool(left & {"joint", "mixed", "bilateral", "technical"}) and word in (
            "form",
            "create",
            "establish",
            "set",
            "launch",
            "agree",
        )
    if lower in (
        "letter",
        "understanding",
        "understandings",
        "arrangement",
        "partnership",
        "roadmap",
        "roadmaps",
        "framework",
        "alliance",
        "settlement",
        "moratorium",
        "pause",
        "cessation",
        "normalisation",
        "normalization",
        "federation",
    ):
        return word in words()["agree"]["sign"] + [
            "reach",
            "conclude",
            "agree",
            "finalise",
            "finalize",
            "adopt",
            "establish",
            "form",
            "strike",
        ]
    if lower in ("contract",):
        return False
    return word in words()["agree"]["sign"] or (
        status in ("agreed",)
        and word in ("agree", "reach", "accept", "approve")
        and lower in ("programme", "package", "plan", "terms")
    )


def _named_before(sentence: Sentence, noun: Token) -> list[Person]:
    """ "the US–Ukraine minerals deal", "Israel-Hamas ceasefire": two sides written before the noun."""
    out: list[Person] = []
    start = noun.i
    while start > 0 and noun.i - start < 9:
        previous = sentence.doc[start - 1]
        mention = sentence.mention(previous)
        if mention is not None and mention.kind in ("state", "demonym", "org"):
            out = [Person(None, None, p.actor) for p in mention.people if p.actor] + out
        elif (
            not (previous.is_punct and previous.text in "-–—/") and previous.pos_ not in ("ADJ", "NOUN", "NUM", "PROPN")
        ) or previous.text == ",":
            break
        start -= 1
    return out if len({p.actor for p in out}) > 1 else []


def _act(
    context: Context, sentence: Sentence, noun: Token, head: Token
) -> tuple[str, Token | None, list[Person]] | None:
    """(status, governing verb, its subject) of what is done to the agreement; None where it is only mentioned."""
    lexicon = words()["agree"]
    dep = head.dep_
    governor = head.head
    # "has suspended its participation in the treaty"
    if (
        dep == "pobj"
        and governor.lower_ == "in"
        and governor.head.lower_ in ("participation", "membership", "involvement", "role")
        and is_verb(governor.head.head)
    ):
        stopped = governor.head.head
        acts = (*lexicon["suspend"], *lexicon["end"])
        if modality(stopped) not in ("negated", "hypothetical", "appeal", "refused") and lemma(stopped) in acts:
            stop = "suspended" if lemma(stopped) in lexicon["suspend"] else "terminated"
            return stop, stopped, context.all_people(sentence, subjects(stopped))
    # "the signing of a memorandum", "the suspension of the treaty"
    if (dep == "pobj" and governor.lower_ in ("of", "from", "to") and governor.head.pos_ == "NOUN") or head.lower_ in (
        "extension",
        "signing",
        "renewal",
    ):
        nominal = head if head.lower_ in ("extension", "signing", "renewal") else governor.head
        status = {"signing": "signed", "signature": "signed", "suspension": "suspended", "termination": "terminated", "extension": "extended", "renewal": "extended", "ratification": "ratified",
                  "withdrawal": "terminated", "conclusion": "agreed", "collapse": "terminated", "cancellation": "terminated", "announcement": "agreed", "adoption": "agreed", "approval": "ratified", "expiry": "terminated", "expiration": "terminated", "start": "in_force"}.get(nominal.lower_)  # fmt: skip
        if status:
            people = context.all_people(sentence, prepositional(nominal, "by", "between"))
            people += [p for c in nominal.children if c.dep_ == "poss" for p in context.people(sentence, c)]
            verb: Token | None = _verb_above(nominal)
            if verb is not None and modality(verb) in ("negated", "hypothetical", "appeal", "refused"):
                return None
            if verb is not None and nominal.dep_ in ("dobj",) and not people:
                people = context.all_people(sentence, subjects(verb))
            if (
                (
                    verb is not None
                    and lemma(verb)
                    in (
                        "agree",
                        "announce",
                        "confirm",
                        "sign",
                        "approve",
                        "follow",
                        "attend",
                        "witness",
                        "hail",
                        "welcome",
                        "say",
                        "hold",
                        "do",
                        "come",
                    )
                )
                or nominal.dep_ == "pobj"
                or status in ("suspended", "terminated")
            ):
                if nominal.dep_ == "pobj" and nominal.head.lower_ in (
                    "before",
                    "until",
                    "without",
                    "despite",
                    "for",
                    "toward",
                    "towards",
                ):
                    return ("planned", verb, people) if nominal.head.lower_ == "before" else None
                if verb is not None and lemma(verb) in ("agree", "announce") and not people:
                    people = context.all_people(sentence, subjects(verb))
                return status, verb, people
            return None
    if not is_verb(governor) and dep == "pobj":
        prep, above = governor, governor.head
        if is_verb(above):
            word, mode = lemma(above), modality(above)
            if mode in ("negated", "hypothetical", "appeal", "refused"):
                return None
            people = context.all_people(sentence, subjects(above))
            if word == "put" and any(
                c.lower_ in ("names", "name", "signatures", "signature", "pen", "pens", "initials")
                for c in above.children
            ):
                return ("planned" if mode == "planned" else "signed"), above, people
            if prep.lower_ in ("from", "of", "out") and word in lexicon["end"]:
                return "terminated", above, people
            if prep.lower_ == "to" and word in ("agree", "accede", "consent"):
                return ("ratified" if word == "accede" else "agreed"), above, people
            if prep.lower_ in ("on", "upon") and word in ("agree", "sign"):
                return ("signed" if word == "sign" else "agreed"), above, people
            if prep.lower_ in ("off",) and word == "sign":
                return "signed", above, people
            if prep.lower_ == "into" and word in ("enter", "come"):
                return ("planned" if mode == "planned" else "agreed"), above, people
            if prep.lower_ == "at" and word == "arrive":
                return "agreed", above, people
            if prep.lower_ in ("in", "with", "under", "by", "through") and word in (
                "end",
                "result",
                "culminate",
                "conclude",
            ):
                return "agreed", above, people
        # "sign off on a deal": on hangs on off
        verb = _verb_above(prep)
        if (
            verb is not None
            and lemma(verb) == "sign"
            and prep.lower_ in ("on",)
            and modality(verb) in ("asserted", "purpose", "planned")
        ):
            return (
                ("planned" if modality(verb) == "planned" else "signed"),
                verb,
                context.all_people(sentence, subjects(verb)),
            )
        return None
    if not is_verb(governor) and dep in ("acl", "appos", "nmod", "poss", "compound", "attr", "ROOT", "conj"):
        participle = next((c for c in head.children if c.dep_ in ("acl",) and c.tag_ == "VBN"), None)
        if (
            participle is not None
            and lemma(participle) in ("reach", "sign", "agree", "announce", "strike", "conclude", "broker")
            and dep in ("ROOT", "appos", "attr")
        ):
            return (
                ("signed" if lemma(participle) == "sign" else "agreed"),
                participle,
                context.all_people(sentence, prepositional(participle, "by", "between", "with")),
            )
        return None
    # welcomed / announced with a participle: "I welcome the agreement reached yesterday between"
    if is_verb(governor):
        word, mode = lemma(governor), modality(governor)
        passive = is_passive(governor)
        participle = next(
            (
                c
                for c in noun.children
                if c.dep_ in ("acl",)
                and c.tag_ == "VBN"
                and lemma(c) in ("reach", "sign", "agree", "announce", "strike", "conclude", "make")
            ),
            None,
        )
        if (
            participle is not None
            and word not in lexicon["sign"] + ["reach", "announce"]
            and dep in ("dobj", "nsubj", "nsubjpass")
        ):
            recent = re.search(
                r"\b(?:yesterday|today|this week|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last (?:week|night|month|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)\w*|earlier)\b",
                _text(sentence, noun),
                re.I,
            )
            if word in ("welcome", "hail", "praise", "applaud", "announce", "note") or recent:
                people = context.all_people(
                    sentence,
                    prepositional(participle, "by", "between", "with") + prepositional(noun, "between", "with"),
                )
                return ("signed" if lemma(participle) == "sign" else "agreed"), participle, people
        if mode in ("negated", "hypothetical", "appeal", "refused") or (dep in ("nsubj",) and mode == "negated"):
            if mode == "refused" and dep == "dobj" and word in lexicon["sign"] + ["accept", "approve"]:
                return None
            return None
        if dep == "dobj" or (dep == "nsubjpass" and passive):
            people = context.all_people(
                sentence, prepositional(governor, "by", "between", "with") if passive else subjects(governor)
            )
            if not passive:
                people += context.all_people(sentence, prepositional(governor, "with", "between"), people)
            lone_new = word in ("announce", "approve", "accept", "adopt", "endorse", "back", "pass")
            if word in lexicon["sign"]:
                return ("planned" if mode == "planned" else "signed"), governor, people
            if word in ("ratify", "accede"):
                return ("planned" if mode == "planned" else "ratified"), governor, people
            if word in lexicon["suspend"]:
                return "suspended", governor, people
            if (word in lexicon["end"] and word not in ("leave", "end")) or (
                word in ("leave", "end", "exit", "quit", "denounce")
                and noun.lower_ in ("treaty", "convention", "pact", "accord", "agreement", "ceasefire", "truce", "deal")
            ):
                return "terminated", governor, people
            if word in lexicon["extend"]:
                return ("planned" if mode == "planned" else "extended"), governor, people
            if word in ("reject",):
                return "rejected", governor, people
            if word in lexicon["reach"]:
                if (
                    word
                    in (
                        "negotiate",
                        "draw",
                        "implement",
                        "upgrade",
                        "begin",
                        "resume",
                        "mediate",
                        "launch",
                        "complete",
                        "hammer",
                    )
                    and noun.lower_ not in lexicon["strong_nouns"]
                ):
                    return None
                if word in ("negotiate", "draw", "hammer"):
                    return None
                if word == "approve" and len(_codes(people)) < 2:
                    parliament = re.search(
                        r"parliament|senate|congress|lawmakers|legislat|assembly|duma|house|saeima|bundestag|knesset",
                        sentence.original,
                        re.I,
                    )
                    return ("ratified" if parliament else "agreed"), governor, people
                if word == "implement" and mode == "planned" and lemma(governor.head) == "agree":
                    return "agreed", governor.head, context.all_people(sentence, subjects(governor))
                if word in ("implement", "upgrade", "begin", "resume", "restore", "revive"):
                    return None
                if lone_new and word == "announce":
                    return ("agreed" if mode != "planned" else "planned"), governor, people
                return ("planned" if mode == "planned" else "agreed"), governor, people
            return None
        if dep == "nsubj" and not passive:
            people = []
            force = word in ("take", "come", "enter", "go") and re.search(
                r"\b(?:takes?|took|taken|taking) (?:\w+ ){0,2}effect|(?:comes?|came|coming|enters?|entered|entering|goes?|went|going) into (?:force|effect)|comes? in force",
                sentence.original,
                re.I,
            )
            if force or (
                word in ("begin", "start")
                and noun.lower_ in ("ceasefire", "truce", "cease-fire", "pause", "armistice", "moratorium")
            ):
                return ("planned" if mode == "planned" else "in_force"), governor, people
            if word in ("expire", "end", "collapse", "lapse"):
                return "terminated", governor, people
            if word in ("be",) and any(c.lower_ in ("reached", "signed") for c in governor.children):
                return "agreed", governor, people
        if dep in ("attr", "oprd", "ccomp", "npadvmod"):
            return None
    return None


def _verb_above(token: Token) -> Token | None:
    return next((a for a in token.ancestors if is_verb(a)), None)


def _draft(
    context: Context,
    sentence: Sentence,
    trigger: Token,
    parties: list[str],
    status: str,
    kind: str,
    text: str,
    rule: str,
    people: list[Person],
    topic: Token,
) -> Draft:
    positions = [trigger.i, topic.i]
    positions += [t.i for t in within(topic) if t.dep_ in ("compound", "amod", "nummod", "nmod", "det")]
    for token in sentence.doc:
        mention = sentence.mention(token)
        if (
            mention
            and any(p.actor in parties for p in mention.people)
            and (token.head is trigger or trigger in token.ancestors or topic in token.ancestors)
        ):
            positions.append(token.i)
    if is_verb(trigger):
        positions += [t.i for t in subjects(trigger)]
    if rule == "agree":
        positions.append(max(t.i for t in within(topic)))
    draft = Draft(sentence, trigger, parties, status, kind, text[:300], min(positions), max(positions), rule, people)
    if len(parties) >= 2:
        context.remember([Person(None, None, p) for p in parties])
    return draft


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft an agreement: of two with the same sides in one sentence, the firmer act stays."""
    rank = {
        "signed": 0,
        "ratified": 0,
        "in_force": 1,
        "extended": 1,
        "suspended": 1,
        "terminated": 1,
        "agreed": 2,
        "planned": 3,
        "rejected": 3,
    }
    out: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (rank[d.status], -len(d.parties), d.trigger.i)):
        twin = next(
            (
                o
                for o in out
                if set(o.parties) & set(draft.parties)
                and (
                    len(set(o.parties) & set(draft.parties)) >= 2
                    or set(draft.parties) <= set(o.parties)
                    or set(o.parties) <= set(draft.parties)
                )
            ),
            None,
        )
        if twin is not None and (
            twin.type == draft.type
            or "other" in (twin.type, draft.type)
            or (draft.rule == "agree" and draft.trigger is not twin.trigger)
            or (draft.rule != "agree" and abs(draft.trigger.i - twin.trigger.i) < 12)
        ):
            if twin.type == "other":
                twin.type = draft.type
            continue
        out.append(draft)
    return sorted(out, key=lambda d: d.first)
