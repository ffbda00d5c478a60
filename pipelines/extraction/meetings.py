"""Meetings in one sentence: contacts between sides, held, planned or cancelled. The codebook says what counts."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from spacy.tokens import Token

from pipelines.extraction.actors import Person
from pipelines.extraction.context import Context, same_side
from pipelines.extraction.dates import MONTHS, WEEKDAYS
from pipelines.extraction.lexicon import actor_names, country_of_place, words
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

_PHONE = re.compile(
    r"\b(?:by (?:tele)?phone|(?:tele)?phone[ -](?:call|conversation|talks?|discussion)|telephon\w+|on the phone|over the phone|\bphoned|call with|\bcalls? (?:with|between)|a call\b|spoke by)",
    re.I,
)
_VIDEO = re.compile(
    r"\bvideo[ -]?(?:conference|link|call|meeting|summit)|videoconferenc\w+|virtual(?:ly)?\b|\bonline\b|teleconferenc\w+|via zoom",
    re.I,
)
_IN_PERSON = re.compile(
    r"\b(?:face[- ]to[- ]face|in person|visit|hosted|received|welcomed|arriv|travel|on the (?:sidelines|margins)|summit|delegation|at the (?:White House|Kremlin|palace|ministry|headquarters))",
    re.I,
)


@dataclass(slots=True)
class Draft:
    """A meeting as one sentence tells it."""

    sentence: Sentence
    trigger: Token
    people: list[Person]
    status: str
    format: str = "unknown"
    place: str | None = None
    place_country: str | None = None
    first: int = 0
    last: int = 0
    """Tokens of the quote."""
    rule: str = ""
    actors: list[str] = field(default_factory=list)


def find(context: Context, sentence: Sentence) -> list[Draft]:
    """Every meeting that the sentence tells, in the order of their triggers."""
    lexicon = words()["meeting"]
    drafts: list[Draft] = []
    for token in sentence.doc:
        word = lemma(token)
        if is_verb(token):
            if word in lexicon["contact"]:
                drafts += _contact(context, sentence, token)
            elif word in lexicon["speak"] or word in lexicon["call"]:
                drafts += _speak(context, sentence, token)
            elif word in lexicon["discuss"]:
                drafts += _discuss(context, sentence, token)
            elif word in lexicon["receive"] or word in lexicon["confront"]:
                drafts += _receive(context, sentence, token)
            elif word in lexicon["visit"]:
                drafts += _visit(context, sentence, token)
        if token.pos_ in ("NOUN", "PROPN") and token.lower_ in lexicon["nouns"]:
            drafts += _talks(context, sentence, token)
    return _distinct(drafts)


def _status(mode: str) -> str | None:
    return {"asserted": "held", "purpose": "held", "planned": "planned", "refused": "cancelled"}.get(mode)


def _make(
    context: Context,
    sentence: Sentence,
    trigger: Token,
    people: list[Person],
    status: str | None,
    rule: str,
    anchor: Token | None = None,
) -> list[Draft]:
    """A draft, if the people act for two sides at least (an unnamed counterpart in office counts as one)."""
    people = [p for p in people if p.actor or (p.title and p.role != "own")]
    actors = list(dict.fromkeys(p.actor for p in people if p.actor))
    unnamed = [p for p in people if not p.actor and p.title]
    several = (
        len(actors) == 1
        and actors[0] in blocs()
        and any(
            re.search(
                r"leaders|ministers|heads|presidents|envoys|ambassadors|chiefs|countries|members", p.title or "", re.I
            )
            for p in people
        )
    )
    if _SPORT.search(sentence.original) and not any(p.name or p.title for p in people):
        return []
    if status is None or not (
        len(actors) >= 2 or several or (len(actors) == 1 and unnamed and any(_is_political(p) for p in unnamed))
    ):
        return []
    draft = Draft(sentence, trigger, people, status, rule=rule, actors=actors)
    draft.format = _format(sentence, trigger, rule)
    _quote(draft, anchor or trigger)
    _place(context, draft)
    _place_gives_side(draft, context.dateline)
    if draft.format == "unknown" and (
        draft.place or draft.rule in ("contact", "receive", "visit", "confront") or _IN_PERSON.search(sentence.original)
    ):
        draft.format = "in_person" if status != "planned" or draft.place or rule in ("visit", "receive") else "unknown"
    context.remember(people)
    return [draft]


_SPORT = re.compile(
    r"\b(?:semi-?finals?|quarter-?finals?|the final|cup|league|championship|tournament|penalties|penalty shoot|goal(?:s|less)?|match|"
    r"playoffs?|olympic|stadium|coach|innings|wickets?|medal|qualifier|overtime|extra time)\b",
    re.I,
)
"""Teams are called by their states' names."""


@lru_cache(maxsize=1)
def blocs() -> frozenset[str]:
    """Organisations of states: "leaders of the G7" are several sides under one name."""
    return frozenset(name.actor for name in actor_names().values() if name.kind in ("igo", "bloc", "eu"))


_OFFICIAL = re.compile(
    r"\b(?:officials?|ministers?|authorit\w+|government|president|foreign|counterparts?|premier|governor|military|commanders?)\b",
    re.I,
)


def _place_gives_side(draft: Draft, dateline: str | None) -> None:
    """Officials without a country, met abroad, are those of the country visited ("met senior officials in Tashkent")."""
    country = draft.place_country or dateline
    if country is None or country in draft.actors or len(draft.actors) != 1:
        return
    for i, person in enumerate(draft.people):
        if person.actor is None and person.name and person.title and person.role in ("head", "minister", "royal"):
            draft.people[i] = Person(person.name, person.title, country, person.role)
            draft.actors = _actors(draft.people)
            return
        if (
            draft.place_country
            and person.actor is None
            and person.name is None
            and person.title
            and _OFFICIAL.search(person.title)
            and "religious" not in person.title.lower()
        ):
            draft.people[i] = Person(None, person.title, country, person.role)
            draft.actors = _actors(draft.people)
            return


def _is_political(person: Person) -> bool:
    return (bool(person.role) and person.role not in ("former", "counterpart")) or bool(
        re.search(
            r"leader|official|minister|mediator|negotiator|representative|envoy|delegation|counterpart|side|government",
            (person.title or "").lower(),
        )
    )


def _format(sentence: Sentence, trigger: Token, rule: str) -> str:
    clause = sentence.original
    if is_verb(trigger) and rule == "contact":
        own = [t.i for t in within(trigger)]
        clause = sentence.words(min(own), max(own))  # not "two weeks after they spoke by phone"
    if _VIDEO.search(clause):
        return "video"
    if rule == "call" or _PHONE.search(clause):
        return "phone"
    return "unknown"


def _partners(context: Context, sentence: Sentence, token: Token, people: list[Person], *preps: str) -> list[Person]:
    return context.all_people(sentence, prepositional(token, *preps), people)


def _contact(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    mode = modality(verb)
    subject = context.all_people(sentence, subjects(verb))
    if is_passive(verb):
        return []
    partners = context.all_people(sentence, objects(verb), subject) + _partners(
        context, sentence, verb, subject, "with"
    )
    partners = _unique(partners)
    if not partners:
        # a comma or a place may have drawn "with ..." elsewhere in the clause
        for word in within(verb):
            if word.dep_ == "prep" and word.lower_ == "with" and word.head is not verb:
                partners += context.all_people(
                    sentence, [t for p in word.children if p.dep_ == "pobj" for t in heads(p)], subject
                )
    if mode == "planned" and _after_agree(verb):
        mode = "planned"
    return _make(context, sentence, verb, subject + partners, _status(mode), "contact")


def _after_agree(verb: Token) -> bool:
    return lemma(verb.head) == "agree"


def _speak(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    mode = modality(verb)
    subject = context.all_people(sentence, subjects(verb))
    calls = lemma(verb) in words()["meeting"]["call"]
    nouns = prepositional(verb, "with", "to")
    if calls:
        if not (_PHONE.search(sentence.original) or lemma(verb) in ("phone", "telephone")) or prepositional(
            verb, "for", "on"
        ):
            return []
        nouns = [o for o in objects(verb) if (m := sentence.mention(o)) and m.kind in ("person", "office")]
    people_nouns = [
        n
        for n in nouns
        if (m := sentence.mention(n)) is None
        or m.kind in ("person", "office", "group")
        or lemma(verb) != "speak"
        or m.kind in ("state",)
    ]
    if lemma(verb) == "sit" and not any(c.lower_ == "down" for c in verb.children):
        return []
    if (
        not people_nouns
        and not calls
        and len(_actors(subject)) >= 2
        and (_PHONE.search(sentence.original) or _VIDEO.search(sentence.original) or lemma(verb) in ("confer",))
    ):
        return _make(context, sentence, verb, subject, _status(mode), "call")
    if not subject or not people_nouns:
        return []
    # "spoke to X and to Y" are two conversations, "spoke with X and Y" may be one
    separate = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "with")]
    groups: list[list[Token]] = []
    for prep in separate:
        groups.append([t for p in prep.children if p.dep_ == "pobj" for t in heads(p)])
        groups += [
            [t for p in c.children if p.dep_ == "pobj" for t in heads(p)]
            for c in prep.conjuncts
            if c.lower_ in ("to", "with")
        ]
    if calls or not groups:
        groups = [people_nouns]
    out: list[Draft] = []
    for group in groups:
        partners = context.all_people(sentence, group, subject)
        partners = [p for p in partners if p.actor]
        if partners:
            out += _make(
                context,
                sentence,
                verb,
                subject + partners,
                _status(mode),
                "call" if calls or _PHONE.search(sentence.original) else "speak",
            )
    return out


def _discuss(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    mode = modality(verb)
    if is_passive(verb):
        return []
    subject = context.all_people(sentence, subjects(verb))
    partners = _partners(context, sentence, verb, subject, "with")
    if not partners:
        for child in objects(verb):
            partners += _partners(context, sentence, child, subject, "with")
    people = subject + _unique(partners)
    if verb.dep_ in ("advcl", "xcomp") and mode == "purpose" and lemma(verb.head) not in ("say",):
        return []  # "meet to discuss": the meeting is the verb above
    pronoun_only = all(t.pos_ == "PRON" or t.lower_ in ("sides", "leaders", "ministers") for t in subjects(verb))
    return _make(
        context, sentence, verb, people, _status(mode), "discuss_again" if pronoun_only and not partners else "discuss"
    )


def _receive(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    mode = modality(verb)
    nouns = objects(verb)
    if is_passive(verb):
        guests = [t for c in verb.children if c.dep_ == "nsubjpass" for t in heads(c)]
        hosts = prepositional(verb, "by")
    else:
        hosts, guests = subjects(verb), nouns
    guests = [
        g
        for g in guests
        if ((m := sentence.mention(g)) and m.kind in ("person", "office", "group"))
        or g.lower_ in ("delegation", "him", "her")
    ]
    hosts = [
        h
        for h in hosts
        if sentence.mention(h) is not None
        or h.pos_ == "PRON"
        or any(c.dep_ == "appos" and sentence.mention(c) is not None for c in h.children)
    ]
    if not guests or not hosts:
        return []
    if lemma(verb) == "confront" and not _IN_PERSON.search(sentence.original):
        return []
    host_people = context.all_people(sentence, hosts)
    people = host_people + context.all_people(sentence, guests, host_people)
    return _make(context, sentence, verb, people, _status(mode), "receive")


def _visit(context: Context, sentence: Sentence, verb: Token) -> list[Draft]:
    """ "visits X for talks with its leaders", "travels to X for a meeting with": the talks may be bare ("for talks")."""
    subject = context.all_people(sentence, subjects(verb))
    if not subject or not any(p.actor for p in subject):
        return []
    destination: list[Person] = []
    for noun in objects(verb) + prepositional(verb, "to", "in", "at"):
        mention = sentence.mention(noun)
        if mention is not None and mention.kind in ("state", "seat") and mention.people[0].actor:
            destination.append(Person(None, None, mention.people[0].actor))
        elif mention is None and (iso := country_of_place(sentence.words(noun.i, noun.i))):
            destination.append(Person(None, None, iso))
    for prep in within(verb, stop_at_clauses=False):
        if prep.lower_ == "for" and prep.dep_ in ("prep", "dative"):
            for noun in (p for p in prep.children if p.dep_ == "pobj"):
                if (
                    noun.lower_ in words()["meeting"]["nouns"]
                    and not prepositional(noun, "with", "between")
                    and not noun.lower_.startswith("conference")
                ):
                    people = subject + [d for d in destination if not any(same_side(d, s) for s in subject)]
                    return _make(context, sentence, verb, people, _status(modality(verb)), "visit")
    return []


def _talks(context: Context, sentence: Sentence, noun: Token) -> list[Draft]:
    """A noun of talk with its sides: "talks between A and B", "A–B summit", "A holds a meeting with B"."""
    lexicon = words()["meeting"]
    within_call = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during")
    if (
        noun.lower_ in ("call", "calls")
        and not within_call
        and not any(c.lower_ == "courtesy" for c in noun.children)
        and not (_PHONE.search(sentence.original) or _VIDEO.search(sentence.original))
    ):
        return []
    if noun.lower_ in ("conference", "session", "round", "rounds", "dialogue") and any(
        c.lower_ in ("press", "news") for c in noun.children
    ):
        return []
    if noun.dep_ == "compound":
        return []
    head = noun
    # "a round of talks", "a series of meetings"
    while (
        head.dep_ == "pobj"
        and head.head.lower_ in ("of", "in")
        and head.head.head.lower_
        in (
            "round",
            "series",
            "rounds",
            "number",
            "day",
            "days",
            "session",
            "start",
            "beginning",
            "end",
            "resumption",
            "sidelines",
            "margins",
            "conclusion",
            "opening",
            "cancellation",
            "postponement",
            "collapse",
        )
    ):
        if head.head.head.lower_ in ("cancellation", "postponement", "collapse"):
            break
        head = head.head.head
    people = context.all_people(
        sentence,
        prepositional(noun, "between", "with", "among", "of")
        + (prepositional(head, "between", "with", "among") if head is not noun else []),
    )
    if not people and is_verb(head.head) and head.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
        # "held talks in Valletta on Wednesday with ...": the phrase hangs on the verb
        people = context.all_people(
            sentence,
            prepositional(head.head, "between", "with"),
            context.all_people(sentence, subjects(head.head)) if head.dep_ == "dobj" else None,
        )
    joined = _compound_sides(sentence, noun)
    if noun.lower_ in ("lunch", "dinner", "breakfast", "luncheon", "call", "visit") and not people:
        people = context.all_people(
            sentence,
            prepositional(noun, "for", "on", "to")
            + (prepositional(head.head, "for", "on") if is_verb(head.head) else []),
        )
        people = [p for p in people if p.name or p.title]
    explicit = bool(people) or len(joined) > 1
    adjectives = {c.lower_ for c in noun.children if c.dep_ in ("amod", "det", "compound")}
    lexmod = words()["modality"]
    governor = _governor(head)
    mode = "asserted"
    subject: list[Person] = []
    if governor is not None:
        mode = modality(governor)
        role = head.dep_ if head.dep_ != "conj" else head.head.dep_
        word = lemma(governor)
        if word in ("call", "put", "break") and any(
            c.lower_ == "off" and c.dep_ in ("prt", "advmod", "prep") for c in governor.children
        ):
            word = "cancel"
        preposition = head.head.lower_ if head.dep_ == "pobj" else ""
        if role in ("dobj", "attr", "oprd") or (
            role == "pobj"
            and preposition in ("in", "into", "for", "to", "at", "on", "from", "during", "after", "following")
        ):
            subject = (
                context.all_people(sentence, subjects(governor))
                if not is_passive(governor)
                else context.all_people(sentence, prepositional(governor, "by"))
            )
            direct = role in ("dobj", "attr", "oprd")
            if (
                not direct
                and not explicit
                and word in lexmod["report"]
                and (head is not noun or preposition == "after")
            ):
                # "X and Y have agreed to a truce, the mediator said at the end of talks"
                told = [c for c in governor.children if c.dep_ == "ccomp"]
                agreed = [p for c in told for p in context.all_people(sentence, subjects(c))]
                if len(_actors(agreed)) >= 2:
                    subject, preposition = agreed + subject, "after"
            if (
                preposition in ("during", "in")
                and noun.lower_ in ("call", "conversation", "meeting", "talks", "negotiations", "dinner", "lunch")
                and not explicit
                and word
                in lexmod["report"]
                + ["urge", "ask", "thank", "assure", "warn", "press", "brief", "inform", "congratulate", "invite"]
            ):
                # "Trump told Putin in a phone call that ..."
                heard = context.all_people(
                    sentence,
                    [o for o in objects(governor) if (m := sentence.mention(o)) and m.kind in ("person", "office")],
                    subject,
                )
                if heard and len(_actors(subject)) == 1:
                    subject = subject + heard
            if (
                direct and word not in lexicon["hold"] + lexicon["cancel"] + lexicon["plan"]
                if "plan" in lexicon
                else direct and word not in lexicon["hold"] + lexicon["cancel"]
            ):
                if word in lexmod["appeal"] or word in (
                    "call",
                    "welcome",
                    "mediate",
                    "broker",
                    "facilitate",
                    "criticise",
                    "criticize",
                    "condemn",
                    "support",
                    "urge",
                    "demand",
                    "describe",
                ):
                    subject = []
                    if word in lexmod["appeal"] or word in ("call", "support"):
                        return []
                elif word in ("reject", "rule"):
                    mode = "refused"
                elif word not in ("give", "attend", "join", "address", "leave"):
                    subject = subject if explicit and word in ("follow",) else []
            if word in lexicon["cancel"] and mode in ("asserted", "planned"):
                mode = "refused"
            if (
                word in ("mediate", "broker", "facilitate", "host")
                and explicit
                and len(_actors(people)) + len(joined) >= 2
            ):
                subject = []
            if (
                word in ("schedule", "plan", "arrange", "agree", "announce", "expect", "propose_")
                and mode == "asserted"
            ):
                mode = "planned"
            if not direct:
                if (
                    (
                        preposition in ("during", "after", "following", "in")
                        or head.lower_ in ("end", "close", "conclusion")
                    )
                    and noun.lower_ in ("call", "calls", "meeting", "talks", "negotiations", "summit", "conversation")
                    and not explicit
                    and len(_actors(subject)) >= 2
                    and mode == "asserted"
                ):
                    pass
                elif preposition in ("in", "into", "at", "on") and word in (
                    "engage",
                    "enter",
                    "participate",
                    "take",
                    "sit",
                    "meet",
                    "agree",
                    "be",
                    "say",
                    "discuss",
                    "arrive",
                    "come",
                ):
                    if word in ("agree", "say", "be", "discuss"):
                        subject = subject if word == "agree" or not explicit else []
                        if word in ("say", "be") and not explicit:
                            return []
                elif preposition in ("for", "to") and word in lexicon["visit"] + [
                    "prepare",
                    "sit",
                    "meet",
                    "return",
                    "gather",
                    "join",
                    "invite",
                ]:
                    mode = "planned" if word in ("prepare",) and mode == "asserted" else mode
                elif (
                    preposition in ("at", "in", "during", "after", "following")
                    and explicit
                    and len(_actors(people)) == 1
                ):
                    pass  # "made the announcement at a meeting with ..."
                else:
                    subject = []
                if word == "call" or (word in lexmod["appeal"] and word not in ("ready",)):
                    return []
        elif role in ("nsubj", "nsubjpass"):
            if is_passive(governor):
                if word in lexicon["cancel"]:
                    mode = "refused" if mode in ("asserted", "planned") else mode
                elif (
                    word in ("schedule", "plan", "expect", "set", "arrange", "slate", "propose") and mode == "asserted"
                ):
                    mode = "planned" if word != "propose" else "appeal"
            elif word in lexicon["fail"] and mode == "asserted":
                mode = "refused"
            if (
                len(_actors(people)) == 1
                and not joined
                and governor.dep_ == "ccomp"
                and lemma(governor.head) in lexmod["report"]
            ):
                # "Iran's minister says that talks with the United States will be held"
                subject = context.all_people(sentence, subjects(governor.head))
            if word in ("be", "remain") and any(
                c.lower_ in ("possible", "needed", "necessary", "impossible") for c in governor.children
            ):
                return []
        elif (role == "pobj" and preposition in ("ahead", "before")) or (
            role == "pobj" and preposition == "of" and head.head.head.lower_ == "ahead"
        ):
            mode = "planned"
    if (
        head.dep_ == "pobj"
        and head.head.lower_ in ("of",)
        and head.head.head.lower_
        in (
            "ahead",
            "cancellation",
            "postponement",
            "possibility",
            "prospect",
            "prospects",
            "proposal",
            "calls",
            "resumption",
            "hopes",
            "idea",
        )
    ):
        top = head.head.head.lower_
        if top in ("possibility", "prospect", "prospects", "proposal", "calls", "hopes", "idea"):
            return []
        mode = "planned" if top == "ahead" else "refused" if top in ("cancellation", "postponement") else mode
    if adjectives & set(lexmod["hypothetical_adjectives"]) and mode in ("asserted", "planned"):
        return []
    if "no" in adjectives:
        return []
    if adjectives & {"planned", "upcoming", "forthcoming", "scheduled"} and mode == "asserted":
        mode = "planned"
    owners = context.all_people(sentence, [c for c in noun.children if c.dep_ == "poss"])
    if (
        owners
        and not any(p.actor for p in owners)
        and context.last_group
        and governor is not None
        and lemma(governor) in ("prepare", "plan", "agree", "schedule")
    ):
        # "prepare for a leaders' summit": of those who meet now
        mode, title = "planned", owners[0].title
        owners = [Person(None, title, p.actor) for p in context.last_group]
    everyone = _unique(subject + owners + joined + people)
    if not explicit and len(_actors(everyone)) < 2 and not owners:
        return []
    if governor is None and not explicit:
        return []
    if (
        not explicit
        and noun.lower_ in ("conference", "session", "call", "calls", "conversation", "dialogue", "round", "rounds")
        and len(_actors(subject)) < 2
    ):
        return []
    determiner = {c.lower_ for c in noun.children if c.dep_ == "det"}
    if not explicit and head.dep_ == "pobj" and determiner & {"the", "this", "that"}:
        # "agreed in the meeting": the one told before
        mode = "asserted"
        return [
            replace(d, rule="discuss_again") for d in _make(context, sentence, noun, everyone, "held", "talks", noun)
        ]
    status = _status(mode)
    format_rule = (
        "call"
        if noun.lower_ in ("call", "calls") and not any(c.lower_ == "courtesy" for c in noun.children)
        else "talks"
    )
    anchor = governor if governor is not None and is_verb(governor) and subject else noun
    return _make(context, sentence, noun, everyone, status, format_rule, anchor)


def _compound_sides(sentence: Sentence, noun: Token) -> list[Person]:
    """Sides written before the noun: "US-Iran talks", "trilateral Japan-China-South Korea summit"."""
    start = noun.i
    out: list[Person] = []
    while start > 0 and noun.i - start < 9:
        previous = sentence.doc[start - 1]
        mention = sentence.mention(previous)
        if mention is not None and mention.kind in ("state", "demonym", "org"):
            out = [Person(None, None, p.actor) for p in mention.people if p.actor] + out
        elif (
            not (previous.is_punct and previous.text in "-–—/") and previous.pos_ not in ("ADJ", "NOUN", "NUM")
        ) or previous.text == ",":
            break
        start -= 1
    return out if len({p.actor for p in out}) > 1 else []


def _governor(noun: Token) -> Token | None:
    head = noun.head
    while head is not noun:
        if is_verb(head):
            return head
        if head.dep_ in ("ROOT",):
            return None
        if head.pos_ in ("NOUN", "PROPN") and head.lower_ not in (
            "day",
            "days",
            "round",
            "rounds",
            "series",
            "sidelines",
            "margins",
            "start",
            "end",
            "resumption",
            "conclusion",
            "visit",
            "conference",
            "statement",
            "ceremony",
            "trip",
            "signing",
        ):
            return None
        if head.head is head:
            return None
        head = head.head
    return None


def _unique(people: list[Person]) -> list[Person]:
    out: list[Person] = []
    for person in people:
        if not any(same_side(person, o) for o in out):
            out.append(person)
    return out


def _actors(people: list[Person]) -> list[str]:
    return list(dict.fromkeys(p.actor for p in people if p.actor))


def _quote(draft: Draft, anchor: Token) -> None:
    """The shortest run of words that holds the trigger and the named sides."""
    positions = [draft.trigger.i, anchor.i]
    wanted = {(p.name or p.actor) for p in draft.people}
    for token in within(anchor):
        mention = draft.sentence.mention(token)
        if mention and any((p.name or p.actor) in wanted or p.actor in draft.actors for p in mention.people):
            positions.append(token.i)
    for token in subjects(anchor) if is_verb(anchor) else []:
        if token.doc is anchor.doc:
            positions.append(token.i)
    if max(positions) - min(positions) < 3:
        verb = anchor if is_verb(anchor) else next((a for a in anchor.ancestors if is_verb(a)), None)
        if verb is not None:
            positions += [verb.i, *(t.i for t in subjects(verb)), *(t.i for t in within(anchor))]
    draft.first, draft.last = min(positions), max(positions)


_PLACE_PREP = ("in", "at", "inside", "near")


def _place(context: Context, draft: Draft) -> None:
    """Where the meeting was: "in" and "at" phrases under its trigger, else near it; joined as written ("the White House in Washington")."""
    sentence, best = draft.sentence, None
    candidates: list[tuple[int, int, int]] = []
    for token in sentence.doc:
        received = token.lower_ == "to" and draft.rule == "receive" and token.head is draft.trigger
        if token.dep_ not in ("prep", "agent", "dative") or (token.lower_ not in _PLACE_PREP and not received):
            continue
        for child in token.children:
            if child.dep_ != "pobj":
                continue
            found = _place_words(sentence, child)
            if found:
                under = any(
                    a is draft.trigger or a.i == draft.trigger.i or (is_verb(a) and a.i == draft.trigger.head.i)
                    for a in token.ancestors
                )
                distance = abs(token.i - draft.trigger.i)
                before_subject = token.i < draft.trigger.i and token.i > 0
                score = (0 if under else 1) * 100 + distance + (20 if before_subject else 0)
                if _is_about(sentence, token):
                    continue
                candidates.append((score, found[0], found[1]))
    if not candidates:
        for token in sentence.doc:
            if token.lower_ in ("visit", "trip", "tour", "travel") and token.pos_ == "NOUN":
                candidates += [
                    (60, *found) for noun in prepositional(token, "to", "in") if (found := _place_words(sentence, noun))
                ]
    if draft.rule == "visit" or not candidates:
        for token in (
            within(draft.trigger, stop_at_clauses=False) if is_verb(draft.trigger) else [*draft.trigger.ancestors]
        ):
            verb = token if is_verb(token) and lemma(token) in words()["meeting"]["visit"] else None
            if verb is not None:
                for noun in objects(verb) + prepositional(verb, "to", "in"):
                    found = _place_words(sentence, noun)
                    if found:
                        candidates.append((50, *found))
    if candidates:
        _, first, last = min(candidates)
        best = sentence.text[first:last]
        draft.place, draft.place_country = best, country_of_place(best)


def _is_about(sentence: Sentence, prep: Token) -> bool:
    """Whether "in ..." tells where the subject matter lies ("the war in Ukraine") and not where the sides met."""
    head = prep.head
    return head.lower_ in (
        "war",
        "conflict",
        "situation",
        "crisis",
        "ceasefire",
        "fighting",
        "violence",
        "peace",
        "developments",
        "elections",
        "government",
        "people",
        "operations",
        "troops",
        "forces",
        "killed",
        "attack",
        "attacks",
        "strikes",
        "increase",
        "interest",
        "investment",
        "role",
        "stability",
        "security",
        "progress",
        "reforms",
    )


def _place_words(sentence: Sentence, noun: Token) -> tuple[int, int] | None:
    """(start, end) of a place name with what follows it: "Washington, D.C.", "the White House in Washington"."""
    start, end = sentence.span(noun.i, noun.i)
    mention = sentence.mention(noun)
    text = sentence.text
    if noun.lower_ in MONTHS or noun.lower_ in WEEKDAYS:
        return None
    named_place = mention is not None and (
        mention.kind in ("state", "seat")
        or (mention.kind == "org" and country_of_place(text[mention.start : mention.end]))
    )
    if mention is not None and named_place:
        start, end = mention.start, mention.end
    elif mention is not None:
        return None
    else:
        left = noun
        lefts = [c for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod") and c.text[:1].isupper()]
        if lefts:
            left = lefts[0]
            start = sentence.span(left.i, left.i)[0]
        words_ = text[start:end]
        if not words_[:1].isupper() or (
            country_of_place(words_) is None
            and not re.search(
                r"\b(?:Palace|House|Hall|Castle|Hotel|Resort|Airport|Headquarters|Base|Centre|Center|Island)\b", words_
            )
        ):
            return None
    # "in Palm Beach, Florida" / "Washington, D.C." / "the White House in Washington"
    while True:
        follow = re.match(r"(?:,\s|\s+in\s+)((?:[A-Z][\w.'’-]+)(?:\s[A-Z][\w.'’-]+){0,2})", text[end : end + 60])
        if not follow:
            break
        more = follow.group(1)
        for size in range(len(more.split()), 0, -1):
            piece = " ".join(more.split()[:size]).rstrip(",;")
            clean = piece if piece.endswith("D.C.") else piece.rstrip(".")
            if country_of_place(clean) is not None:
                end = end + follow.start(1) + len(clean)
                break
        else:
            break
    return start, min(end, sentence.end)


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft a contact: of two in one sentence with the same status and overlapping sides, the fuller stays."""
    out: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-len(d.actors), -sum(1 for p in d.people if p.name), d.trigger.i)):
        twin = next(
            (
                o
                for o in out
                if set(draft.actors) <= set(o.actors)
                or (set(o.actors) & set(draft.actors) and _names_overlap(o, draft))
            ),
            None,
        )
        if (
            twin is not None
            and (
                draft.status == twin.status
                or draft.rule in ("discuss", "discuss_again", "visit")
                or (draft.rule == "talks" and draft.status != "planned")
            )
            and not _separate_calls(draft, twin)
        ):
            if draft.place and not twin.place:
                twin.place, twin.place_country = draft.place, draft.place_country
            if twin.format == "unknown":
                twin.format = draft.format
            continue
        out.append(draft)
    return sorted(out, key=lambda d: d.trigger.i)


def _names_overlap(a: Draft, b: Draft) -> bool:
    return len(set(a.actors) & set(b.actors)) >= 2


def _separate_calls(a: Draft, b: Draft) -> bool:
    return a.trigger.i == b.trigger.i and set(a.actors) != set(b.actors) and not set(a.actors) <= set(b.actors)
