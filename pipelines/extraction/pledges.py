"""Pledges in one sentence: money, goods, people and training given, promised, stopped. The codebook says what counts."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from spacy.tokens import Token

from pipelines.extraction.actors import Person
from pipelines.extraction.context import Context
from pipelines.extraction.lexicon import actor_names, country_of_place, words
from pipelines.extraction.money import Money, find_money, in_currency_of, qualifier_before
from pipelines.extraction.syntax import (
    Sentence,
    heads,
    indirect,
    is_passive,
    is_verb,
    lemma,
    modality,
    objects,
    prepositional,
    subjects,
    within,
)

_TOTAL = re.compile(
    r"\b(?:(?:bring|tak|rais|push)\w*\s+(?:[\w'’$-]+\s+){0,8}(?:total|overall|contribution|support|aid|assistance|funding|amount|sum|commitment)\w*|total(?:ling|s|ed|ing)?\b(?! of \d+ (?:people|tonnes|tons))|(?:so far|to date|altogether|in all|overall|cumulative|since the (?:start|beginning|outbreak)|since (?:19|20)\d\d|over the past|already (?:given|provided|contributed|spent)))",
    re.I,
)
_APPEAL_MONEY = re.compile(
    r"\b(?:appeal(?:s|ed|ing)? for|call(?:s|ed|ing)? for|request(?:s|ed|ing)? (?:for )?|need(?:s|ed)?|require[sd]?|shortfall|worth of (?:goods|imports)|gap of|target of|goal of|owes?|debts? of|cost(?:s|ing)? )\s*(?:an?|the)?\s*(?:[\w-]+\s){0,3}$",
    re.I,
)
_HUMAN = frozenset(
    [
        "refugees",
        "victims",
        "people",
        "children",
        "families",
        "farmers",
        "survivors",
        "population",
        "civilians",
        "migrants",
        "women",
        "communities",
        "households",
        "residents",
        "citizens",
        "returnees",
        "students",
        "patients",
        "persons",
        "those",
        "orphans",
        "girls",
        "pupils",
        "teachers",
        "police",
        "forces",
        "army",
        "soldiers",
        "navy",
        "troops",
        "personnel",
        "government",
        "ministry",
        "authorities",
        "hospital",
        "hospitals",
        "region",
        "province",
        "city",
        "country",
        "countries",
        "nations",
        "states",
        "school",
        "schools",
        "university",
        "village",
        "villages",
        "widows",
        "needy",
        "poor",
        "workers",
        "partners",
        "agencies",
        "organisations",
        "organizations",
    ]
)


@dataclass(slots=True)
class Draft:
    """A pledge as one sentence tells it."""

    sentence: Sentence
    trigger: Token
    donors: list[str]
    recipients: list[str]
    money: Money | None
    quantity: str | None
    status: str
    kind: str
    qualifier: str
    is_total: bool
    first: int = 0
    last: int = 0
    purpose: str | None = None
    sectors: list[str] = field(default_factory=list)
    theme: str = ""
    is_project: bool = False


@lru_cache(maxsize=64)
def _pattern(group: str, key: str, flags: int = re.I) -> re.Pattern[str]:
    return re.compile(words()[group][key], flags)


@lru_cache(maxsize=1)
def sector_patterns() -> dict[str, re.Pattern[str]]:
    return {sector: re.compile(pattern, re.I) for sector, pattern in words()["sectors"].items()}


def _is_aid(text: str) -> bool:
    """Whether the words name help or things that are given as help."""
    return bool(_pattern("give", "aid").search(text) or _pattern("give", "goods").search(text))


def sectors_of(text: str) -> list[str]:
    found = [sector for sector, pattern in sector_patterns().items() if pattern.search(text)]
    specific = [s for s in found if s != "emergency_multi"]
    return specific or found


def find(context: Context, sentence: Sentence) -> list[Draft]:
    """Every pledge that the sentence tells."""
    lexicon = words()["give"]
    moneys = [m for m in find_money(sentence.original) if not m.is_converted] or _bare_sums(context, sentence.original)
    drafts: list[Draft] = []
    for token in sentence.doc:
        if not is_verb(token):
            continue
        word = lemma(token)
        if word in lexicon["stop"]:
            drafts += _stop(context, sentence, token, moneys)
        if word in lexicon["verbs"]:
            drafts += _give(context, sentence, token, moneys)
        if word in ("prepare", "plan", "organise", "organize", "hold", "run", "conduct", "offer", "begin", "start"):
            drafts += _training(context, sentence, token)
        if word == "go":
            drafts += _goes(context, sentence, token, moneys)
        if word in lexicon["project"]:
            drafts += _project(context, sentence, token, moneys)
        if word in lexicon["receive"]:
            drafts += _receive(context, sentence, token, moneys)
        elif word in lexicon["arrive"]:
            drafts += _arrive(context, sentence, token, moneys)
    drafts += _loose(context, sentence, moneys, drafts)
    if not drafts:
        drafts += _gift_noun(context, sentence)
    return _distinct(drafts)


_BARE = re.compile(
    r"(?<![\w.,$€£])(?P<n>\d+(?:\.\d+)?) (?P<s>million|billion)\b(?! (?:people|tonnes|tons|children|doses|refugees|cubic|hectares|barrels|square))"
)


def _bare_sums(context: Context, sentence: str) -> list[Money]:
    """Figures without a currency ("pledged 500 million in grants") that the headline gives with one."""
    out = []
    for match in _BARE.finditer(sentence):
        amount = float(match["n"]) * (1e6 if match["s"] == "million" else 1e9)
        twin = next((m for m in context.title_money if m.amount == amount), None)
        if twin is not None:
            out.append(
                replace(twin, start=match.start(), end=match.end(), qualifier=qualifier_before(sentence, match.start()))
            )
    return out


def _codes(people: list[Person]) -> list[str]:
    return list(dict.fromkeys(p.actor for p in people if p.actor))


def _subtree(token: Token) -> list[Token]:
    return list(within(token, stop_at_clauses=False))


def _text(sentence: Sentence, tokens: list[Token]) -> str:
    return sentence.words(tokens[0].i, tokens[-1].i) if tokens else ""


def _money_in(sentence: Sentence, tokens: list[Token], moneys: list[Money]) -> list[Money]:
    if not tokens:
        return []
    spans = [sentence.span(t.i, t.i) for t in tokens]
    out = []
    for money in moneys:
        a, b = sentence.start + money.start, sentence.start + money.end
        if any(s < b and a < e for s, e in spans):
            out.append(money)
    return out


def _give(context: Context, sentence: Sentence, verb: Token, moneys: list[Money]) -> list[Draft]:
    lexicon = words()["give"]
    mode = modality(verb)
    word = lemma(verb)
    told = [
        n
        for n in subjects(verb)
        if n.lower_
        in (
            "programme",
            "program",
            "deal",
            "agreement",
            "package",
            "arrangement",
            "facility",
            "loan",
            "accord",
            "funding",
            "aid",
            "assistance",
            "grant",
        )
        and sentence.mention(n) is None
    ]
    if mode == "hypothetical" and told and any(c.lower_ == "would" for c in verb.children):
        mode = "planned"  # "the programme would give Senegal a loan": what the deal provides
    if mode in ("negated", "hypothetical", "refused") or (mode == "appeal" and not _own_offer(verb)):
        return []
    if mode == "purpose" and verb.dep_ == "advcl" and _is_purpose_of_gift(verb):
        return []
    if (
        verb.dep_ in ("xcomp", "ccomp")
        and lemma(verb.head) in lexicon["verbs"] + ["agree"]
        and not any(True for _ in objects(verb))
        and not prepositional(verb, "to", "for")
    ):
        return []
    passive = is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if passive:
        themes = [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)]
        if not themes and verb.dep_ in ("acl", "relcl"):
            themes = [verb.head]
        donors = context.all_people(sentence, prepositional(verb, "by", "from"))
    else:
        themes = objects(verb)
        donors = context.all_people(sentence, subjects(verb))
        if not donors and told and context.last_group and indirect(verb):
            receiving = {r for n in indirect(verb) for r in _recipient(context, sentence, n)}
            donors = [p for p in context.last_group if p.actor not in receiving]
    if (
        passive
        and not donors
        and verb.dep_ == "ccomp"
        and lemma(verb.head) in ("announce", "pledge", "promise", "agree")
    ):
        # "Qatar announced that $2 billion will be deposited"
        donors = context.all_people(sentence, subjects(verb.head))
    if passive and not donors:
        # "the money that Norway announced in June has been paid out"
        promised = [
            clause
            for t in themes
            for clause in within(t, stop_at_clauses=False)
            if clause.dep_ == "relcl" and lemma(clause) in words()["give"]["verbs"]
        ]
        donors = [p for clause in promised for p in context.all_people(sentence, subjects(clause))]
    donor_nouns = [] if passive else subjects(verb)
    if (
        any(
            sentence.mention(n) is None
            and n.lower_ in ("company", "court", "firm", "billionaire", "actor", "singer", "club", "bank")
            for n in donor_nouns
        )
        and not donors
    ):
        return []
    # "was given $5 million by": the passive subject is the recipient
    given_to: list[Token] = []
    if (
        passive
        and word in ("give", "grant", "award", "pay", "promise", "offer", "lend", "send", "provide")
        and objects(verb)
    ):
        given_to, themes = themes, objects(verb)
    if word in ("train", "assist", "help", "support", "equip", "supply", "treat", "back") and not passive:
        return _serve(context, sentence, verb, donors, themes, moneys, mode)
    handed = prepositional(verb, "with") or [n for t in themes for n in prepositional(t, "with")]
    if (
        word in ("provide", "supply", "present", "furnish")
        and handed
        and not _pattern("give", "goods").search(" ".join(t.text for t in themes))
    ):
        # "provide Libya with boats": the object receives
        given_to, themes = given_to or themes, handed
    own = list(within(verb))
    theme_tokens = [t for theme in themes for t in _subtree(theme)]
    loose = [t for t in own if not any(t in _subtree(s) for s in subjects(verb))] if not passive else own
    text = _text(sentence, sorted(set(theme_tokens), key=lambda t: t.i)) if theme_tokens else ""
    money = _money_in(sentence, theme_tokens, moneys) or _money_in(sentence, loose, moneys)
    if not money and word in lexicon["strong"]:
        money = _money_in(sentence, _subtree(verb), moneys)[:1]
    has_aid = bool(_is_aid(text or _text(sentence, loose)))
    if not has_aid and not money:
        return []
    if (
        money
        and _pattern("give", "not_pledge").search(text)
        and not re.search(r"\b(?:aid|assistance|grant|loan|humanitarian|debt relief|support)\b", text, re.I)
    ):
        return []
    recipients = _recipients(context, sentence, verb, themes, given_to, donors)
    direct = _direct_recipients(context, sentence, verb, themes, given_to, donors)
    strong = word in lexicon["strong"] or word in (
        "provide",
        "send",
        "deliver",
        "ship",
        "promise",
        "commit",
        "offer",
        "dispatch",
        "extend",
        "supply",
        "transfer",
        "hand",
        "distribute",
        "present",
    )
    aidlike = bool(
        re.search(
            r"\b(?:aid|assistance|relief|grants?|loans?|donation|humanitarian|support package|scholarships?|debt|credit|funding|funds|financing|military|weapons|ammunition|munitions|missiles|artillery|tanks|training|contribution|support|supplies|help|development|programme|program|project|scheme|appeal|fund|medic\w+|food|vaccines?|rescue|deposit|bailout|facility)\b",
            sentence.original,
            re.I,
        )
    )
    if not money:
        return _goods(context, sentence, verb, donors, recipients, themes, text, mode, strong)
    generic = any(
        sentence.mention(n) is None
        and n.lower_
        in ("donors", "countries", "governments", "nations", "community", "contributors", "states", "members")
        for n in donor_nouns
    )
    if not donors and not (passive and (strong or aidlike)) and not (generic and strong):
        return []
    if re.search(r"\bto invest\b|\binvest(?:ing|ments?)?\b", _text(sentence, own), re.I) and not re.search(
        r"\b(?:aid|assistance|grant|loan|humanitarian)\b", _text(sentence, own), re.I
    ):
        return []
    to_foreign = (
        bool(direct)
        and all(len(d) == 3 for d in direct)
        and any(len(c) in (2, 3) or c in ifis() for c in _codes(donors))
        and word
        in (
            "announce",
            "commit",
            "pay",
            "approve",
            "unveil",
            "set",
            "fund",
            "finance",
            "increase",
            "make",
            "add",
            "spend",
            "release",
            "allocate",
            "mobilise",
            "mobilize",
            "give",
            "provide",
            "double",
        )
        and not re.search(
            r"\b(?:invest\w*|purchas\w*|buy\w*|contract|trade|deal worth|for (?:gas|oil|arms|weapons)|deport\w*|detain\w*|criminals)\b",
            sentence.original,
            re.I,
        )
    )
    if to_foreign:
        pass
    elif not (strong and (recipients or aidlike)) and not (
        aidlike and (recipients or re.search(r"\b(?:aid|assistance|humanitarian|relief|grant|loan)\b", text, re.I))
    ):
        return []
    if donors and recipients and set(recipients) <= set(_codes(donors)):
        return []
    if (
        word
        in (
            "spend",
            "invest",
            "pay",
            "cover",
            "raise",
            "approve",
            "set",
            "make",
            "build",
            "construct",
            "sign",
            "agree",
            "increase",
            "add",
            "open",
            "complete",
            "bring",
            "finance",
            "fund",
            "back",
            "issue",
        )
        and not (recipients and aidlike)
        and not to_foreign
    ):
        return []
    donor_codes = _codes(donors)
    if (
        passive
        and not donor_codes
        and context.last_donors
        and word
        in ("allocate", "earmark", "set", "spend", "provide", "disburse", "contribute", "fund", "donate", "release")
    ):
        # "under the third agreement $100,000 has been allocated": by the giver of the sentences before
        donor_codes = list(context.last_donors)
        recipients = [r for r in recipients if r not in donor_codes] or [
            r for r in context.last_recipients if r not in donor_codes
        ]
    if (
        word in ("sign", "agree", "conclude", "reach", "finalise", "finalize", "ink")
        and len(donor_codes) == 1
        and recipients
    ):
        donor_codes, recipients = _direction(donor_codes, recipients)
    elif word in ("sign", "agree", "conclude", "reach", "finalise", "finalize", "ink") and len(donor_codes) == 2:
        donor_codes, recipients = _direction(donor_codes[:1], donor_codes[1:])
    out = []
    for amount in money:
        absolute = sentence.start + amount.start
        left = sentence.text[sentence.start : absolute]
        if _APPEAL_MONEY.search(left[-60:]):
            continue
        specific = _recipients_near(context, sentence, amount, money, donors) or recipients
        out.append(_draft(context, sentence, verb, donor_codes, specific, amount, None, mode, text, themes))
    return out


def _direct_recipients(
    context: Context, sentence: Sentence, verb: Token, themes: list[Token], given_to: list[Token], donors: list[Person]
) -> list[str]:
    """Actors that stand in "to ..." or "for ..." of the verb or of the sum itself."""
    nouns = (
        given_to
        + indirect(verb)
        + prepositional(verb, "to", "for")
        + [n for t in themes for n in prepositional(t, "to", "for")]
    )
    codes = set(_codes(donors))
    return [r for n in nouns for r in _recipient(context, sentence, n) if r not in codes and _is_code(r)]


@lru_cache(maxsize=1)
def ifis() -> frozenset[str]:
    """International financial institutions: in a loan deal the money is theirs."""
    return frozenset(name.actor for name in actor_names().values() if name.kind == "ifi")


def _direction(a: list[str], b: list[str]) -> tuple[list[str], list[str]]:
    """(donors, recipients) of a deal that names two sides only: an institution lends, a usual donor gives to one that is none."""
    usual = set(words()["donor_states"]) | ifis()
    if not set(a) & usual and set(b) & usual:
        return b, a
    if set(b) & ifis() and not set(a) & ifis():
        return b, a
    return a, b


def _own_offer(verb: Token) -> bool:
    """ "offers to give", "is prepared to send", "proposes to lend": an offer is announced (codebook)."""
    head = verb.head
    return lemma(head) in ("offer", "prepare", "ready", "propose", "willing", "plan", "prepared") or (
        head.lower_ in ("ready", "willing", "prepared")
    )


def _is_purpose_of_gift(verb: Token) -> bool:
    return lemma(verb.head) in words()["give"]["verbs"]


def _serve(
    context: Context,
    sentence: Sentence,
    verb: Token,
    donors: list[Person],
    themes: list[Token],
    moneys: list[Money],
    mode: str,
) -> list[Draft]:
    """ "train Libyan coastguards", "support Ukraine with 20 tanks": who is served is the object."""
    word = lemma(verb)
    recipients = [r for t in themes for r in _recipient(context, sentence, t)]
    own = list(within(verb))
    money = _money_in(sentence, own, moneys)
    with_nouns = prepositional(verb, "with", "by")
    codes = _codes(donors)
    if not codes or not recipients or set(recipients) <= set(codes):
        return []
    if money:
        return [
            _draft(context, sentence, verb, codes, recipients, m, None, mode, _text(sentence, own), themes)
            for m in money
        ]
    if word == "train":
        return [
            _draft(
                context,
                sentence,
                verb,
                codes,
                recipients,
                None,
                _text(sentence, [verb, *[t for th in themes for t in _subtree(th)]]),
                mode,
                "training",
                themes,
            )
        ]
    goods = [n for n in with_nouns if _pattern("give", "goods").search(_text(sentence, _subtree(n)))]
    if goods and word in ("equip", "supply", "support", "help", "assist"):
        text = _text(sentence, [t for n in goods[:1] for t in _subtree(n)])
        return [_draft(context, sentence, verb, codes, recipients, None, text, mode, text, goods)]
    return []


def _goods(
    context: Context,
    sentence: Sentence,
    verb: Token,
    donors: list[Person],
    recipients: list[str],
    themes: list[Token],
    text: str,
    mode: str,
    strong: bool,
) -> list[Draft]:
    """Gifts without a sum: goods, people, training, unspecified aid."""
    word = lemma(verb)
    codes = _codes(donors)
    if not themes or (
        not strong
        and word
        not in (
            "deploy",
            "airdrop",
            "fly",
            "transport",
            "announce",
            "approve",
            "authorize",
            "authorise",
            "prepare",
            "release",
            "build",
            "construct",
            "fund",
            "finance",
            "bring",
            "sign",
            "unveil",
            "increase",
            "boost",
            "pour",
            "double",
            "step",
            "resume",
            "rehabilitate",
            "reconstruct",
            "establish",
            "inaugurate",
            "continue",
            "begin",
            "start",
            "maintain",
            "allocate",
            "waive",
            "forgive",
            "write",
            "cancel",
            "renew",
        )
    ):
        return []
    if not codes and not (is_passive(verb) and recipients and strong):
        return []
    first = next((t for t in themes if _is_aid(_head_words(sentence, t))), None)
    if first is None:
        return []
    noun = first.lower_
    if word in (
        "increase",
        "boost",
        "double",
        "step",
        "expand",
        "announce",
        "approve",
        "sign",
        "establish",
        "build",
        "construct",
    ) and not re.search(
        r"\b(?:aid|assistance|support|funding|grants?|donation|relief|supplies|deliver(?:y|ies)|shipments?|weapons|training|humanitarian|loans?|package|missiles|tanks)\b",
        text,
        re.I,
    ):
        return []
    if word in ("continue", "resume", "begin", "start", "maintain") and not re.search(
        r"\b(?:shipments?|deliver(?:y|ies)|suppl(?:y|ies|ying)|provi(?:sion|ding)|flow|aid|assistance)\b", text, re.I
    ):
        return []
    if noun in ("support", "help", "assistance", "commitment", "contribution") and not recipients:
        return []
    if noun in ("support",) and not re.search(
        r"\b(?:technical|financial|military|material|humanitarian|logistic\w*|budget\w*|medical)\b", text, re.I
    ):
        return []
    if (
        word in ("offer", "extend", "promise", "pledge", "reiterate", "reaffirm", "renew", "express")
        and noun
        in (
            "support",
            "help",
            "condolences",
            "solidarity",
            "cooperation",
        )
        and not re.search(r"\b(?:technical|financial|military|humanitarian|medical)\b", text, re.I)
    ):
        return []
    if not recipients or set(recipients) <= set(codes):
        return []
    if re.search(
        r"\b(?:information|evidence|statement|opportunit|guarantee|assurance|update|details|letter|message|condolence|permission|access|ultimatum|reply|response|proposal)\w*",
        text,
        re.I,
    ) and not _pattern("give", "goods").search(text):
        return []
    if re.search(r"\b(?:sold|sell|sale|purchase|bought)\b", text, re.I):
        return []
    core = _theme_words(sentence, first)
    return [_draft(context, sentence, verb, codes, recipients, None, core, mode, text, themes)]


def _head_words(sentence: Sentence, noun: Token) -> str:
    """The noun and what it is a quantity of ("a batch of aid"), and the noun written before it ("aid package")."""
    parts = [c.text for c in noun.children if c.dep_ == "compound"] + [noun.text]
    if (
        noun.pos_ == "NOUN"
        and noun.lower_.endswith(("tion", "sion", "ance", "sity", "ness"))
        and noun.lower_ not in ("assistance", "donation", "contribution", "ammunition", "ambulance")
    ):
        return " ".join(parts)  # "integration of military equipment" is no equipment
    for joined in (noun, *noun.conjuncts):
        parts.append(joined.text)
        parts += [
            p.text
            for c in joined.children
            if c.dep_ == "prep" and c.lower_ == "of"
            for p in c.children
            if p.dep_ == "pobj"
        ]
        parts += [
            g.text
            for c in joined.children
            if c.dep_ == "prep" and c.lower_ == "of"
            for p in c.children
            if p.dep_ == "pobj"
            for g in p.children
            if g.dep_ in ("compound", "conj")
        ]
    return " ".join(parts)


def _theme_words(sentence: Sentence, noun: Token) -> str:
    """The goods as written: the noun with its modifiers, joined nouns and "of ..." phrase, no clause and no recipient."""
    keep = [noun]
    stack = [noun]
    while stack:
        token = stack.pop()
        for child in token.children:
            if (
                child.dep_
                in ("amod", "compound", "nummod", "det", "quantmod", "advmod", "nmod", "cc", "punct", "poss", "case")
                or (child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"))
                or (child.dep_ == "prep" and child.lower_ == "of")
                or (child.dep_ == "pobj" and token.lower_ == "of")
            ):
                if child.dep_ == "punct" and child.i > noun.i and child.text not in ",-":
                    continue
                keep.append(child)
                stack.append(child)
    keep.sort(key=lambda t: t.i)
    text = sentence.words(keep[0].i, keep[-1].i)
    return text.rstrip(" ,.;")


def _stop(context: Context, sentence: Sentence, verb: Token, moneys: list[Money]) -> list[Draft]:
    """ "suspends military aid to", "cuts development assistance": the donor stops."""
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "appeal", "refused"):
        return []
    passive = is_passive(verb)
    themes = [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)] if passive else objects(verb)
    donors = context.all_people(sentence, prepositional(verb, "by") if passive else subjects(verb))
    out = []
    for theme in themes:
        tokens = _subtree(theme)
        text = _text(sentence, tokens)
        if _money_in(sentence, tokens, moneys):
            text = _text(
                sentence,
                sorted(
                    {*tokens, *(t for n in prepositional(verb, "in", "of", "for") for t in _subtree(n)), *tokens},
                    key=lambda t: t.i,
                ),
            )
        if not re.search(
            r"\b(?:aid|assistance|funding|funds|grants?|cooperation|shipments? of|deliver(?:y|ies) of|arms deliveries|weapons deliveries|support|loans?|contributions?|debts?|disbursements?|payments?|shipments|deliveries)\b",
            text,
            re.I,
        ) or (re.search(r"\bdebt", text) and lemma(verb) != "cancel"):
            continue
        if re.search(r"\bcooperation\b", text) and not re.search(
            r"\b(?:development|humanitarian|financial|aid)\b", text
        ):
            continue
        if re.search(r"\b(?:fuel|oil|gas|grain exports|energy)\b", text) and not re.search(r"\baid|humanitarian", text):
            continue
        recipients = [
            r
            for n in prepositional(theme, "to", "for", "with") + prepositional(verb, "to", "for", "with")
            for r in _recipient(context, sentence, n)
        ]
        if not any(_is_code(r) for r in recipients) and re.search(r"\b(?:aid|assistance|support)\b", text):
            recipients = [r for r in _fallback_recipients(context, sentence, _codes(donors)) if r not in _codes(donors)]
        inner = [
            p.actor
            for c in theme.children
            if c.dep_ in ("amod", "compound", "poss") and (m := sentence.mention(c))
            for p in m.people
            if p.actor
        ]
        codes = _codes(donors) or inner
        if not codes or not recipients or set(recipients) <= set(codes):
            continue
        if lemma(verb) == "cancel" and _FORGIVEN.search(text):
            status = None
        else:
            status = (
                "suspended"
                if lemma(verb) in ("suspend", "freeze", "pause", "halt", "withhold", "block", "stop")
                else "cancelled"
            )
            if lemma(verb) in ("stop", "halt") and not re.search(r"\bpause|temporar", sentence.original, re.I):
                status = "suspended" if lemma(verb) == "halt" else "cancelled"
        money = _money_in(sentence, tokens + list(within(verb)), moneys)
        draft = _draft(
            context, sentence, verb, codes, recipients, money[0] if money else None, None, mode, text, [theme]
        )
        if status:
            draft.status = status
        out.append(draft)
    return out


def _receive(context: Context, sentence: Sentence, verb: Token, moneys: list[Money]) -> list[Draft]:
    """ "Uganda will borrow $358 million from": the subject receives."""
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "appeal", "refused") or (lemma(verb) == "accept" and mode != "asserted"):
        return []
    if is_passive(verb):
        recipients_p: list[Person] = context.all_people(sentence, prepositional(verb, "by"))
        themes = [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)]
    else:
        recipients_p = context.all_people(sentence, subjects(verb))
        themes = objects(verb)
    tokens = [t for th in themes for t in _subtree(th)]
    text = _text(sentence, sorted(set(tokens), key=lambda t: t.i))
    donor_nouns = prepositional(verb, "from") + [n for th in themes for n in prepositional(th, "from", "by")]
    donors = context.all_people(sentence, donor_nouns)
    codes = _codes(donors)
    for noun in donor_nouns:
        if not context.people(sentence, noun) and noun.pos_ == "PROPN" and codes:
            codes.append(_text(sentence, [t for t in _subtree(noun) if t.dep_ in ("compound", "amod") or t is noun]))
    if not codes:
        codes = [
            p.actor
            for th in themes
            for c in th.children
            if c.dep_ in ("amod", "compound", "poss") and (m := sentence.mention(c))
            for p in m.people
            if p.actor
        ]
    if not codes or (not _is_aid(text) and lemma(verb) != "borrow"):
        return []
    money = _money_in(sentence, tokens, moneys)
    recipients = _codes(recipients_p)
    if not recipients or set(recipients) <= set(codes):
        return []
    if not money:
        if not _pattern("give", "goods").search(text) or re.search(
            r"\b(?:call|letter|visit|support from|reports?)\b", text, re.I
        ):
            return []
        first = themes[0]
        return [
            _draft(context, sentence, verb, codes, recipients, None, _theme_words(sentence, first), mode, text, themes)
        ]
    return [
        _draft(context, sentence, verb, codes, recipients, m, None, mode, text or sentence.original, themes)
        for m in money
    ]


def _arrive(context: Context, sentence: Sentence, verb: Token, moneys: list[Money]) -> list[Draft]:
    """ "Aid convoys from X arrive in Y", "a plane carrying aid lands in"."""
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "appeal", "refused"):
        return []
    nouns = [t for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for t in heads(c)]
    out = []
    for noun in nouns[:1]:
        tokens = _subtree(noun)
        text = _text(sentence, tokens)
        clause = _text(sentence, list(within(verb, stop_at_clauses=False)))
        if not re.search(
            r"\b(?:aid|assistance|relief|humanitarian|supplies|medic\w+|vaccines?|doses|food|donated|tents|rescue|weapons|missiles|tanks)\b",
            clause,
            re.I,
        ):
            continue
        if sentence.mention(noun) is not None or re.search(r"\b(?:migrants|troops of|officials|delegation)\b", text):
            continue
        if not re.search(
            r"\b(?:aid|assistance|relief|supplies|convoys?|transports?|cargo|airlifts?|planes?|flights?|ships?|trucks?|shipments?|vessels?|aircraft|consignment|batch|doses|vaccines|cargo|team|rescuers|tonnes|tons|equipment|tanks|missiles)\b",
            text,
            re.I,
        ):
            continue
        donors: list[str] = []
        for token in tokens:
            mention = sentence.mention(token)
            if mention is not None and mention.people[0].actor:
                prep = token.head.lower_ if token.dep_ == "pobj" else ""
                if prep in ("from", "by", "of") or token.dep_ in ("amod", "compound", "poss", "nmod"):
                    donors += [p.actor for p in mention.people if p.actor]
        places = prepositional(verb, "in", "at", "to", "into") + objects(verb)
        recipients = [r for n in places for r in _recipient(context, sentence, n)]
        recipients = recipients or [iso for n in places if (iso := country_of_place(sentence.words(n.i, n.i)))]
        donors = [d for d in dict.fromkeys(donors) if d not in recipients]
        if not donors or not recipients:
            continue
        carried = next(
            (
                t
                for w in within(verb, stop_at_clauses=False)
                if lemma(w) in ("carry", "carrying", "bring", "transport")
                or w.lower_ in ("carrying", "with", "loaded", "containing")
                for t in w.children
                if t.dep_ in ("dobj", "pobj")
            ),
            None,
        )
        core = _theme_words(sentence, carried) if carried is not None else _theme_words(sentence, noun)
        draft = _draft(context, sentence, verb, donors, list(dict.fromkeys(recipients)), None, core, mode, core, [noun])
        draft.status = "disbursed" if mode in ("asserted", "purpose") else "announced"
        out.append(draft)
    return out


def _goes(context: Context, sentence: Sentence, verb: Token, moneys: list[Money]) -> list[Draft]:
    """ "The assistance, worth €10 million, will go to ...": by the giver of the sentences before, or the house that writes."""
    nouns = [
        n
        for n in subjects(verb)
        if re.fullmatch(
            r"aid|assistance|funding|funds?|money|support|grants?|loans?|donation|package|contribution", n.lower_
        )
    ]
    donors = context.last_donors or ([context.house] if context.house else [])
    recipients = [r for n in prepositional(verb, "to", "towards", "toward") for r in _recipient(context, sentence, n)]
    money = _money_in(sentence, _subtree(verb), moneys)
    if not nouns or not donors or not recipients or not money or modality(verb) in ("negated", "hypothetical"):
        return []
    return [
        _draft(
            context,
            sentence,
            verb,
            list(donors),
            recipients,
            money[0],
            None,
            "planned",
            _text(sentence, _subtree(nouns[0])),
            nouns[:1],
        )
    ]


def _gift_noun(context: Context, sentence: Sentence) -> list[Draft]:
    """ "12,000 tonnes of fertiliser, a gift from Morocco to Guinea": told by a noun alone."""
    for token in sentence.doc:
        if token.lower_ not in ("gift", "donation", "present", "gifts", "donations") or token.pos_ != "NOUN":
            continue
        donors = _codes(context.all_people(sentence, prepositional(token, "from", "by", "of")))
        recipients = [
            r for n in prepositional(token, "to", "for") for r in _recipient(context, sentence, n) if _is_code(r)
        ]
        if not donors or not recipients:
            continue
        given = next(
            (
                t
                for t in sentence.doc
                if t.i < token.i and t.pos_ == "NOUN" and _is_aid(_head_words(sentence, t)) and not _is_aid(t.head.text)
            ),
            token,
        )
        draft = _draft(
            context,
            sentence,
            token,
            donors,
            recipients,
            None,
            _theme_words(sentence, given),
            "asserted",
            _theme_words(sentence, given),
            [given],
        )
        draft.status = (
            "disbursed"
            if re.search(r"\b(?:arriv|land|dock|deliver|reach|tied up|unload|hand)\w*", sentence.original)
            else "announced"
        )
        return [draft]
    return []


def _loose(context: Context, sentence: Sentence, moneys: list[Money], drafts: list[Draft]) -> list[Draft]:
    """Sums of aid that no giving verb governs: "a British loan of £2bn", "bringing our total contribution to £59m"."""
    used = {(d.money.start, d.money.end) for d in drafts if d.money}
    out: list[Draft] = []
    for money in moneys:
        if (money.start, money.end) in used:
            continue
        gapped = _gapped(context, sentence, money, drafts + out)
        if gapped is not None:
            out.append(gapped)
            continue
        token = _token_at(sentence, sentence.start + money.start)
        if token is None:
            continue
        left = sentence.original[max(0, money.start - 110) : money.start]
        right = sentence.original[money.end : money.end + 110]
        total = re.search(
            r"\b(?:bring|tak|rais)(?:s|ing|es|e)?\b[^.;$€£]{0,80}\b(?:total|contribution|support|assistance|aid|funding|commitment)\b[^.;$€£]{0,60}\b(?:to|at)\s+(?:[\w ]{0,16})$",
            left,
            re.I,
        )
        if total:
            base = next((d for d in reversed(drafts)), None)
            donors = base.donors if base else ([context.cast.home] if context.cast.home else [])
            recipients = base.recipients if base else _fallback_recipients(context, sentence, donors)
            if donors:
                draft = _draft(
                    context,
                    sentence,
                    token,
                    list(donors),
                    list(recipients),
                    money,
                    None,
                    "asserted",
                    sentence.original,
                    [],
                )
                draft.is_total, draft.status = True, "announced" if base is None else base.status
                if base is not None:
                    draft.kind = base.kind
                out.append(draft)
            continue
        aid_noun = re.match(
            r"(?:\s*\([^)]*\))?,?\s*(?:(?:in|of|for|worth of|as)\s+)?(?:an?\s+|new\s+|additional\s+|further\s+|emergency\s+)*(?:[\w-]+\s+){0,3}?(?:aid|assistance|grants?|loans?|relief|credit line|aid package|support package|donation|humanitarian|military (?:aid|assistance|package)|credit)\b",
            right,
            re.I,
        )
        aid_before = re.search(
            r"\b(?:aid|assistance|grants?|loans?|relief|donation|contribution|package|credit|pledges?|deposit)\s+(?:package\s+|programme\s+|agreement\s+|deal\s+)?(?:of|worth|totall?ing|valued at|amounting to|for)\s+(?:[\w-]+\s+){0,4}$",
            left,
            re.I,
        )
        if not (aid_noun or aid_before) or _APPEAL_MONEY.search(left):
            continue
        verb = next((a for a in token.ancestors if is_verb(a)), None)
        if verb is not None and modality(verb) in ("negated", "hypothetical", "appeal", "refused"):
            continue
        if verb is not None and lemma(verb) in (
            "ask",
            "urge",
            "seek",
            "request",
            "need",
            "call",
            "appeal",
            "lose",
            "face",
            "owe",
            "cost",
            "reject",
            "criticize",
            "criticise",
            "condemn",
            "steal",
            "review",
            "reviewing",
            "consider",
            "examine",
            "assess",
            "reconsider",
            "defend",
            "question",
            "discuss",
            "manage",
            "misuse",
        ):
            continue
        noun = _aid_noun(sentence, token)
        people: list[Person] = []
        recipients = []
        if noun is not None:
            owners = [c for c in noun.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
            people = [p for c in owners if (m := sentence.mention(c)) for p in m.people if p.actor]
            people += context.all_people(sentence, prepositional(noun, "from", "by"))
            recipients = [r for n in prepositional(noun, "to", "for") for r in _recipient(context, sentence, n)]
        codes = _codes(people)
        lenders = [a for m in sentence.mentions for a in m.actors if a in ifis()]
        if lenders and not set(codes) & set(lenders):
            recipients = recipients or codes
            codes = lenders[:1]
            recipients = [r for r in recipients if r not in codes] or [
                a for m in sentence.mentions for a in m.actors if a not in lenders and len(a) == 3
            ][:1]
        if not codes and verb is not None:
            agents = prepositional(verb, "by") if is_passive(verb) else subjects(verb)
            codes = _codes(context.all_people(sentence, agents))
            if (
                lemma(verb) in ("sign", "agree", "reach", "conclude", "finalise", "finalize", "approve")
                and len(codes) > 1
            ):
                codes, recipients = _direction(codes[:1], codes[1:])
        recipients = recipients or _recipients_near(context, sentence, money, moneys, people)
        recipients = [r for r in recipients or _fallback_recipients(context, sentence, codes) if r not in codes]
        if not codes or not recipients:
            continue
        mode = modality(verb) if verb is not None else "asserted"
        out.append(
            _draft(
                context,
                sentence,
                verb or token,
                codes,
                recipients,
                money,
                None,
                mode,
                left[-60:] + sentence.original[money.start : money.end] + right[:60],
                [noun] if noun is not None else [],
            )
        )
    return out


def _gapped(context: Context, sentence: Sentence, money: Money, drafts: list[Draft]) -> Draft | None:
    """ "Britain offered £45 million and Canada C$30 million", "$3 million to Chad and $2 million to Niger": the verb is not said again."""
    base = next((d for d in reversed(drafts) if d.money and d.money.start < money.start), None)
    if base is None or base.money is None or base.is_total:
        return None
    between = sentence.original[base.money.end : money.start]
    donor = next(
        (
            m
            for m in sentence.mentions
            if m.end == sentence.start + money.start - 1 and m.kind in ("state", "org", "seat") and m.actors
        ),
        None,
    )
    token = _token_at(sentence, sentence.start + money.start)
    if token is None or len(between) > 90:
        return None
    if donor is not None and re.search(
        r"(?:,| and| while)\s+(?:the )?$", sentence.text[sentence.start : donor.start][-8:]
    ):
        recipients = [r for r in base.recipients if r not in donor.actors]
        return (
            _draft(context, sentence, token, donor.actors, recipients, money, None, "planned", sentence.original, [])
            if recipients
            else None
        )
    follow = re.match(r"\s+(?:to|for)\s+", sentence.original[money.end : money.end + 6])
    if follow and re.search(r"(?:,| and)\s+(?:another |a further |an additional )?$", between):
        behind = next(
            (
                m
                for m in sentence.mentions
                if sentence.start + money.end <= m.start <= sentence.start + money.end + 30 and m.actors
            ),
            None,
        )
        if behind is not None and not set(behind.actors) & set(base.donors):
            gift = _draft(context, sentence, token, base.donors, behind.actors, money, None, "planned", base.theme, [])
            gift.status, gift.kind, gift.sectors = base.status, base.kind, base.sectors
            return gift
    return None


def _aid_noun(sentence: Sentence, token: Token) -> Token | None:
    for candidate in [token, *token.ancestors]:
        if candidate.pos_ == "NOUN" and any(
            c.dep_ == "compound" and c.lower_ in ("aid", "loan", "relief", "assistance") for c in candidate.children
        ):
            return candidate
        if candidate.pos_ in ("NOUN", "PROPN") and re.fullmatch(
            r"aid|assistance|grants?|loans?|relief|credit|package|donation|contribution|support|deal|funding|line|deposit",
            candidate.lower_,
        ):
            return candidate
        if is_verb(candidate):
            break
    for child in within(token, stop_at_clauses=False):
        if (
            child.pos_ == "NOUN"
            and child.dep_ == "compound"
            and child.lower_ in ("aid", "loan", "relief", "assistance")
            and child.head.pos_ == "NOUN"
        ):
            return child.head
        if child.pos_ == "NOUN" and re.fullmatch(
            r"aid|assistance|grants?|loans?|relief|package|funding|support", child.lower_
        ):
            return child
    return None


def _token_at(sentence: Sentence, position: int) -> Token | None:
    for token in sentence.doc:
        start, end = sentence.span(token.i, token.i)
        if start <= position < end:
            return token
    return None


_FORGIVEN = re.compile(r"\bdebts?\b|\b(?:interest-free|outstanding|matured|overdue|due|old) loans\b", re.I)
"""What is cancelled for the debtor's good."""


_COST = re.compile(
    r"\b(?:cost(?:s|ed|ing)?|worth|valued|estimated|amount(?:s|ed|ing)?|total(?:s|led|ling|ing)?|budget(?:ed)?|funds|funding|value)\b[^.;]{0,40}$",
    re.I,
)


def cost_of_gift(sentence: str) -> Money | None:
    """What a project that a donor gives is said to cost ("at a cost of", "worth"); None where the sentence names no such sum.

    Costs are no pledge by themselves (codebook); beside a gift whose sum is not told they are its sum.
    """
    moneys = [m for m in find_money(sentence) if not m.is_converted]
    if not re.search(
        words()["give"]["projects"] + r"|\b(?:operation|phase|distribution|purchase|it|they|this)\b", sentence, re.I
    ):
        return None
    for money in moneys:
        if _COST.search(sentence[max(0, money.start - 70) : money.start]) or re.match(
            r"\s*(?:project|programme|program|package|centre|center)", sentence[money.end : money.end + 20]
        ):
            return money
    return None


def _training(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    """ "is preparing training programmes for Libyan officers", "will run courses for"."""
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "refused") or is_passive(verb):
        return []
    donors = _codes(context.all_people(sentence, subjects(verb)))
    for theme in objects(verb) + prepositional(verb, "for"):
        text = _text(sentence, _subtree(theme))
        if not re.search(r"\btraining\b", _head_words(sentence, theme) + " " + text.split(" for ")[0], re.I):
            continue
        recipients = [
            r
            for n in [*prepositional(theme, "for", "to", "of"), *prepositional(verb, "for", "to")]
            if n is not theme
            for r in _recipient(context, sentence, n)
            if _is_code(r) and r not in donors
        ]
        if donors and recipients:
            draft = _draft(
                context,
                sentence,
                verb,
                donors,
                list(dict.fromkeys(recipients)),
                None,
                _theme_words(sentence, theme),
                mode,
                text,
                [theme],
            )
            draft.kind = "training_technical"
            draft.status = (
                "announced" if lemma(verb) in ("prepare", "plan", "offer") or mode == "planned" else draft.status
            )
            return [draft]
    return []


def _project(context: Context, sentence: Sentence, verb: Token, moneys: list[Money]) -> list[Draft]:
    """ "X Charity launched a village project in Y": a project abroad by a donor, its cost beside it or told later."""
    mode = modality(verb)
    if mode in ("negated", "hypothetical", "appeal", "refused"):
        return []
    passive = is_passive(verb)
    themes = [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)] if passive else objects(verb)
    donors = _codes(context.all_people(sentence, prepositional(verb, "by") if passive else subjects(verb)))
    theme = next((t for t in themes if _pattern("give", "projects").search(t.text)), None)
    if theme is None or not donors:
        return []
    nouns = [
        t
        for p in [*_subtree(theme), *within(verb)]
        if p.dep_ == "prep" and p.lower_ in ("in", "for", "to", "near", "across")
        for c in p.children
        if c.dep_ == "pobj"
        for t in heads(c)
    ]
    recipients = [r for n in nouns for r in _recipient(context, sentence, n) if _is_code(r) and r not in donors]
    if not recipients:
        return []
    money = cost_of_gift(sentence.original) or next(iter(_money_in(sentence, _subtree(verb), moneys)), None)
    draft = _draft(
        context,
        sentence,
        verb,
        donors,
        list(dict.fromkeys(recipients)),
        money,
        None if money else _theme_words(sentence, theme),
        mode,
        _text(sentence, _subtree(theme)),
        [theme],
    )
    draft.is_project = True
    if mode in ("asserted", "purpose"):
        draft.status = "disbursed"
    return [draft]


# ---- recipients


def _recipient(context: Context, sentence: Sentence, noun: Token) -> list[str]:
    """The recipients behind one noun: actors where it names or holds some, else the population as written."""
    people = context.people(sentence, noun)
    if noun.pos_ == "PRON" and noun.lower_ in ("it", "them", "they") and not people:
        return []
    codes = _codes(people)
    if codes:
        return codes
    tokens = list(within(noun, stop_at_clauses=False))
    inner: list[str] = []
    for token in tokens:
        mention = sentence.mention(token)
        if mention is not None and mention.kind in ("state", "demonym", "seat", "org", "office", "person"):
            inner += [p.actor for p in mention.people if p.actor]
        elif (
            mention is None
            and token.pos_ == "PROPN"
            and token.dep_ == "pobj"
            and (iso := country_of_place(sentence.words(token.i, token.i)))
        ):
            inner.append(iso)
    if inner:
        return list(dict.fromkeys(inner))
    if noun.lower_ in _HUMAN and noun.lower_ not in ("country", "government"):
        text = _theme_words(sentence, noun)
        return [re.sub(r"^(?:the|its|their)\s+", "", text, flags=re.I)]
    return []


def _recipients(
    context: Context, sentence: Sentence, verb: Token, themes: list[Token], given_to: list[Token], donors: list[Person]
) -> list[str]:
    codes = set(_codes(donors))
    nouns = (
        given_to
        + indirect(verb)
        + prepositional(verb, "to", "for")
        + [n for t in themes for n in prepositional(t, "to", "for", "in", "with")]
    )
    for theme in themes:
        for token in within(theme, stop_at_clauses=False):
            if token is not theme and token.dep_ == "prep" and token.lower_ in ("to", "for", "in"):
                nouns += [t for p in token.children if p.dep_ == "pobj" for t in heads(p)]
    found: list[str] = []
    for noun in nouns:
        found += [r for r in _recipient(context, sentence, noun) if r not in codes]
    named = [r for r in dict.fromkeys(found) if _is_code(r)]
    if named:
        return named
    return _fallback_recipients(context, sentence, list(codes)) or list(dict.fromkeys(found))


def _is_code(value: str) -> bool:
    return value[:1].isupper()


def _fallback_recipients(context: Context, sentence: Sentence, donors: list[str]) -> list[str]:
    """Whom the sentence names besides the donor, last; else the side that the article spoke of last."""
    subject_like: list[str] = []
    for mention in reversed(sentence.mentions):
        for person in mention.people:
            if (
                person.actor
                and person.actor not in donors
                and mention.kind in ("state", "demonym", "org", "seat", "office")
            ):
                token = _token_at(sentence, mention.start)
                if (
                    token is not None
                    and token.dep_ in ("nsubj", "nsubjpass")
                    and is_verb(token.head)
                    and lemma(token.head) in words()["modality"]["report"]
                ):
                    continue
                if re.match(r" (?:\d|[€$£])", sentence.text[mention.end : mention.end + 2]):
                    continue  # "and Canada 30 million": a giver
                if mention.kind == "demonym" and re.match(
                    r" (?:dollars?|pounds?|kron\w+|francs?|yen|yuan|dinars?|ri[ya]+ls?|rupees?|lira|pesos?)\b",
                    sentence.text[mention.end : mention.end + 10],
                ):
                    continue  # "Canadian dollars"
                if (
                    mention.kind == "seat"
                    and token is not None
                    and token.dep_ == "pobj"
                    and token.head.lower_ in ("in", "at")
                ):
                    continue
                subject_like.append(person.actor)
    if subject_like:
        return subject_like[:1]
    earlier = [a for a in context.last_recipients if a not in donors and _is_code(a)]
    if earlier:
        return earlier
    for actor in (*context.focus, *reversed(context.recent)):
        if actor not in donors and len(actor) == 3 and actor not in words()["donor_states"]:
            return [actor]
    return []


def _recipients_near(
    context: Context, sentence: Sentence, money: Money, moneys: list[Money], donors: list[Person]
) -> list[str]:
    """ "$3 million to Chad and $2 million to Niger": the recipient that stands behind this sum and before the next."""
    later = [m.start for m in moneys if m.start > money.start]
    if len(moneys) < 2:
        return []
    stop = sentence.start + (later[0] if later else len(sentence.original))
    text = sentence.text[sentence.start + money.end : stop]
    link = re.match(r"(?:\s*\([^)]*\))?\s*(?:(?:in|of)\s+(?:[\w-]+\s+){1,4}?)?(?:to|for|towards?)\b", text)
    if not link:
        return []
    found = [
        p.actor
        for m in sentence.mentions
        if sentence.start + money.end <= m.start < min(stop, sentence.start + money.end + 80)
        for p in m.people
        if p.actor
    ]
    codes = set(_codes(donors))
    return list(dict.fromkeys(a for a in found if a not in codes))


# ---- the record


def _draft(
    context: Context,
    sentence: Sentence,
    trigger: Token,
    donors: list[str],
    recipients: list[str],
    money: Money | None,
    quantity: str | None,
    mode: str,
    theme: str,
    themes: list[Token],
) -> Draft:
    if money is not None:
        money = in_currency_of(money, (*donors, *recipients))
    clause_tokens = list(within(trigger, stop_at_clauses=False)) if is_verb(trigger) else []
    clause = _text(sentence, clause_tokens) or sentence.original
    kind = _kind(theme, clause, money, quantity)
    status = _status(sentence, trigger, mode)
    is_total = False
    qualifier = money.qualifier if money else "exact"
    if money:
        left = sentence.original[max(0, money.start - 90) : money.start]
        right = re.split(r"[,;.]| and ", sentence.original[money.end : money.end + 60])[0]
        is_total = bool(_TOTAL.search(left)) and not re.search(r"(?<!to a )\btotal of\s*$", left, re.I)
        is_total = is_total or bool(_TOTAL.search(right))
    elif quantity:
        at = sentence.original.find(quantity)
        number = re.search(r"\d", quantity)
        if at >= 0 and number:
            qualifier = qualifier_before(sentence.original, at + number.start())
    draft = Draft(
        sentence, trigger, donors, recipients, money, quantity, status, kind, qualifier, is_total, theme=theme
    )
    draft.sectors = sectors_of(clause if len(clause) > 40 else sentence.original)
    if kind == "military" and "security_military" not in draft.sectors:
        draft.sectors = ["security_military"]
    positions = [trigger.i, *(t.i for t in themes)]
    for token in clause_tokens + list(subjects(trigger) if is_verb(trigger) else []):
        mention = sentence.mention(token)
        if mention and any(p.actor in donors or p.actor in recipients for p in mention.people):
            positions.append(token.i)
    if money:
        for token in sentence.doc:
            start, end = sentence.span(token.i, token.i)
            if start < sentence.start + money.end and sentence.start + money.start < end:
                positions.append(token.i)
    for theme_token in themes:
        positions += [t.i for t in within(theme_token) if t.dep_ in ("compound", "amod", "nummod", "det", "quantmod")]
    draft.first, draft.last = min(positions), max(positions)
    return draft


def _kind(theme: str, clause: str, money: Money | None, quantity: str | None) -> str:
    if _pattern("give", "debt").search(clause):
        return "debt_relief"
    if _pattern("give", "loan").search(theme) or (
        money and _pattern("give", "loan").search(clause) and not re.search(r"\bgrants?\b", theme, re.I)
    ):
        return "loan"
    if _pattern("give", "military").search(theme) or (not theme and _pattern("give", "military").search(clause)):
        return "military"
    if money:
        if re.search(r"\bfor (?:the )?training\b|\btraining (?:programme|program|course|mission)s?\b", clause, re.I):
            return "training_technical"
        return (
            "military"
            if re.search(r"\bmilitary (?:aid|assistance|support)|security assistance|weapons\b", clause, re.I)
            else "grant_or_unspecified_money"
        )
    if _pattern("give", "training").search(theme):
        return "training_technical"
    if re.search(
        r"\b(?:cooperation|funding|funds|financial|financing|grants?|money|contribution|(?:batch|package) of aid|aid package|(?:development|financial) (?:aid|assistance)|budget support)\b",
        theme,
        re.I,
    ) or (
        re.fullmatch(r"(?:[\w-]+ )*aid", theme.split(" to ")[0], re.I)
        and not re.search(r"humanitarian|food|medical|relief|emergency|tonnes|tons", theme, re.I)
    ):
        return "grant_or_unspecified_money"
    return "in_kind"


def _status(sentence: Sentence, trigger: Token, mode: str) -> str:
    if mode in ("planned", "appeal"):
        chain = [lemma(trigger), *(lemma(a) for a in trigger.ancestors if is_verb(a))]
        if any(w in ("approve", "sign", "commit", "allocate", "authorize", "authorise") for w in chain[:2]):
            return "committed"
        return "announced"
    word = lemma(trigger)
    for status, lemmas in words()["give"]["status_by_verb"].items():
        if word in lemmas:
            return status
    above = [lemma(a) for a in trigger.ancestors if is_verb(a)]
    if above and above[0] in ("announce", "pledge", "promise", "plan"):
        return "announced" if not is_verb(trigger) or trigger.tag_ not in ("VBD",) else "disbursed"
    if not is_verb(trigger):
        return "announced"
    return "disbursed"


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft a gift: of two over the same sum, or of the same goods, the one that knows more stays."""
    out: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.money is None, -(bool(d.donors) + bool(d.recipients)), d.trigger.i)):
        twin = None
        for other in out:
            if draft.money and other.money and draft.money.start == other.money.start:
                twin = other
            elif (
                draft.money is None
                and other.money is None
                and set(draft.donors) == set(other.donors)
                and set(draft.recipients) & set(other.recipients)
            ):
                twin = other if draft.kind == other.kind or draft.quantity == other.quantity else None
            elif (
                draft.money is None
                and other.money is not None
                and set(draft.donors) & set(other.donors)
                and (set(draft.recipients) & set(other.recipients) or not draft.recipients)
            ):
                overlap = draft.first <= other.last and other.first <= draft.last
                twin = other if overlap and not _pattern("give", "goods").search(draft.quantity or "") else None
            if twin:
                break
        if twin is None:
            out.append(draft)
    return sorted(out, key=lambda d: d.first)
