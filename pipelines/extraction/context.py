"""What an article has said so far: its cast, its latest pairs, and from these whom a noun phrase means.

Turns a noun of a parsed sentence into the persons and sides behind it, pronouns and "the two ministers" included.
"""

import re
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from pipelines.extraction import lexicon
from pipelines.extraction.actors import Cast, Mention, Person
from pipelines.extraction.dates import DateMention, find_dates
from pipelines.extraction.money import Money
from pipelines.extraction.syntax import Sentence, heads, is_verb, subjects, within

_DUAL = frozenset(["two", "both", "three", "four", "five", "six"])
_COLLECTIVE = frozenset(
    [
        "sides",
        "leaders",
        "ministers",
        "countries",
        "nations",
        "parties",
        "presidents",
        "governments",
        "officials",
        "men",
        "states",
        "delegations",
        "diplomats",
        "counterparts",
        "groups",
        "neighbours",
        "neighbors",
        "pair",
        "allies",
    ]
)


@dataclass(slots=True)
class Context:
    """The state of reading one article, sentence by sentence."""

    text: str
    published: str | None
    cast: Cast = field(default_factory=Cast)
    last_group: list[Person] = field(default_factory=list)
    """The latest set of two or more sides that did something together."""
    focus: list[str] = field(default_factory=list)
    """States that the article is about: those of its headline, then the ones it names most."""
    title_money: list[Money] = field(default_factory=list)
    """Sums that the headline names."""
    last_donors: list[str] = field(default_factory=list)
    last_recipients: list[str] = field(default_factory=list)
    """Who received in the latest gift told."""
    last_person: Person | None = None
    last_subject: Person | None = None
    """The latest person with whom a sentence opened: "he" and "she" of the next ones."""
    last_speaker: Person | None = None
    dateline: str | None = None
    """The state in which the article is datelined."""
    last_side: str | None = None
    """The state or organisation with which the latest sentence opened: "it" of the next one."""
    lead_day: str | None = None
    """The recent day that the opening sentences speak of ("on Wednesday"): what follows without a date is of that day."""
    visit_days: dict[str, DateMention] = field(default_factory=dict)
    """Alpha-3 → when somebody visited it ("visited Turkey on 4 April")."""
    house: str | None = None
    """The state or organisation whose press office wrote the text, where its words show it."""
    recent: list[str] = field(default_factory=list)
    """Actors in the order of their latest naming, the newest last."""

    def remember(self, people: list[Person]) -> None:
        new, old = {p.actor for p in people if p.actor}, {p.actor for p in self.last_group}
        if len(new) >= 2 and not new < old:  # two of the three who met are still of the three
            self.last_group = [p for p in people if p.actor]

    def note_mentions(self, sentence_mentions: list[Mention]) -> None:
        """Called once a sentence has been read: pronouns of the next one look back to it."""
        for mention in sentence_mentions:
            for person in mention.people:
                resolved = self.cast.resolve(person)
                if resolved.actor:
                    if resolved.actor in self.recent:
                        self.recent.remove(resolved.actor)
                    self.recent.append(resolved.actor)
                if mention.kind in ("person", "office") and resolved.actor and not mention.is_plural:
                    self.last_person = resolved

    # ---- noun phrases

    def people(self, sentence: Sentence, head: Token, others: list[Person] | None = None) -> list[Person]:
        """The sides behind one noun (without those joined to it by "and").

        Args:
            others: the sides already found in the event; "his counterpart" is read against them.
        """
        lower = head.lower_
        if lower in ("they", "them", "both", "themselves", "their") or (
            lower in ("two", "pair") and not list(head.children)
        ):
            joint = self._joint_before(sentence, head)
            return joint or list(self.last_group)
        if lower in ("he", "she", "him", "her", "himself", "herself", "his"):
            subject = self._last_person_before(sentence, head)
            return [subject] if subject else []
        if lower in ("we", "us", "our", "i", "me"):
            actor = (self.last_speaker.actor if self.last_speaker else None) or self.house or self.cast.home
            return [Person(None, None, actor)] if actor else []
        if lower in ("who", "which", "that") and head.head.dep_ == "relcl":
            return self.people(sentence, head.head.head, others)
        if lower in ("it", "its"):
            for mention in reversed(sentence.mentions):
                if (
                    mention.end <= sentence.span(head.i, head.i)[0]
                    and mention.kind in ("state", "org", "seat")
                    and mention.people[0].actor
                ):
                    return [mention.people[0]]
            actor = self.last_side or (self.recent[-1] if self.recent else None)
            return [Person(None, None, actor)] if actor else []
        named = sentence.mention(head)
        if named is not None:
            return self._of_mention(sentence, named, head, others)
        return self._of_phrase(sentence, head, others)

    def all_people(self, sentence: Sentence, nouns: list[Token], others: list[Person] | None = None) -> list[Person]:
        out: list[Person] = list(others or [])
        skip = len(out)
        for noun in [t for n in nouns for t in (n, *_listed(sentence, n))]:
            for person in self.people(sentence, noun, out):
                if not any(same_side(person, o) for o in out):
                    out.append(person)
        return out[skip:]

    def _last_person_before(self, sentence: Sentence, pronoun: Token) -> Person | None:
        position = sentence.span(pronoun.i, pronoun.i)[0]
        for mention in sentence.mentions:
            if mention.end <= position and mention.kind in ("person", "office"):
                return self.cast.resolve(mention.people[0])
        return self.last_subject or self.last_person

    def _of_mention(
        self, sentence: Sentence, mention: Mention, head: Token, others: list[Person] | None
    ) -> list[Person]:
        out: list[Person] = []
        for person in mention.people:
            if person.role == "counterpart" and others:
                title = next((o.title for o in others if o.title), None)
                person = replace(person, title=person.title or title)
            resolved = self.cast.resolve(person)
            if mention.kind == "group" and not resolved.actor and resolved.title:
                lowered = resolved.title.lower()
                if any(w in lowered.split() for w in _DUAL) or (
                    lowered.split()[0] in ("respective",) and self.last_group
                ):
                    return list(self.last_group)
                if (
                    re.fullmatch(r"\w+", resolved.title)
                    and lowered in _COLLECTIVE
                    and self.last_group
                    and sentence.text[mention.start : mention.start + 4].lower() == "the "
                ):
                    return list(self.last_group)  # "the ministers": those who were told of
                owner = self._owner(sentence, head)
                if owner:
                    out += [replace(resolved, actor=o.actor) for o in owner]
                    continue
            if mention.kind == "office" and not resolved.actor and resolved.role != "counterpart":
                owner = self._owner(sentence, head)
                if owner and owner[0].actor:
                    resolved = replace(resolved, actor=owner[0].actor)
            if (
                mention.kind == "office"
                and not resolved.actor
                and resolved.role == "body"
                and resolved.title
                and re.search(
                    r"government|cabinet|ministry|parliament|army|authorities|embassy|senate|military|presidency|congress|administration|kingdom",
                    resolved.title,
                    re.I,
                )
            ):
                # "the cabinet": of the side whose people speak in this article
                actor = (self.last_person.actor if self.last_person else None) or self.house or self.cast.home
                resolved = replace(resolved, actor=actor)
            if (
                mention.kind in ("person", "office")
                and not resolved.actor
                and resolved.title
                and resolved.role in ("minister", "official", "envoy", "head")
                and self.house
            ):
                resolved = replace(resolved, actor=self.house)
            out.append(resolved)
        # An apposition may carry the name: "his counterpart, Jones"
        if len(out) == 1 and out[0].name is None:
            for child in head.children:
                if child.dep_ == "appos":
                    inner = sentence.mention(child)
                    if inner is not None and inner.kind == "person":
                        named = self.cast.resolve(inner.people[0])
                        out[0] = Person(
                            named.name, out[0].title or named.title, out[0].actor or named.actor, out[0].role
                        )
        if len(out) == 1 and out[0].title is None and mention.kind in ("state", "demonym", "org", "seat"):
            pass
        return out

    def _owner(self, sentence: Sentence, head: Token) -> list[Person]:
        """ "its leaders", "the country's president", "leaders of the region": whose, where the sentence says so."""
        start = sentence.span(head.i, head.i)[0]
        before = sentence.text[start : start + 8].lower()
        if before.startswith("their ") or any(c.lower_ == "their" and c.dep_ == "poss" for c in head.children):
            together = [p for p in self._joint_subject(sentence, head) if p.actor]
            if len({p.actor for p in together}) >= 2:
                return together
            if self.last_group and not together:
                return list(self.last_group)
        if before.startswith(("its ", "their ", "his ", "her ")) or any(
            c.lower_ in ("its", "their") and c.dep_ == "poss" for c in head.children
        ):
            for mention in reversed(sentence.mentions):
                if mention.end <= start and mention.kind in ("state", "org") and mention.people[0].actor:
                    return [mention.people[0]]
        for child in head.children:
            if child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ in ("of", "from")):
                targets = [child] if child.dep_ == "poss" else [p for p in child.children if p.dep_ == "pobj"]
                found = [
                    p for t in targets for h in heads(t) if (m := sentence.mention(h)) for p in m.people if p.actor
                ]
                if found:
                    return found
        return []

    def _joint_before(self, sentence: Sentence, pronoun: Token) -> list[Person]:
        """Sides that an earlier verb of the sentence joins as its subject ("Egypt and Jordan ..., where they ...")."""
        for verb in reversed([t for t in sentence.doc[: pronoun.i] if is_verb(t)]):
            people = [
                self.cast.resolve(p)
                for noun in subjects(verb)
                if noun.i < pronoun.i and (m := sentence.mention(noun))
                for p in m.people
            ]
            if len({p.actor for p in people if p.actor}) >= 2:
                return people
        return []

    def _joint_subject(self, sentence: Sentence, token: Token) -> list[Person]:
        verb = next((a for a in token.ancestors if is_verb(a)), None)
        if verb is None:
            return []
        return [p for noun in subjects(verb) if noun is not token and (m := sentence.mention(noun)) for p in m.people]

    def _of_phrase(self, sentence: Sentence, head: Token, others: list[Person] | None) -> list[Person]:
        """A common noun with a side before or behind it: "Ukrainian army", "the government of Iraq", "the two countries"."""
        if head.lower_ in (
            "number",
            "group",
            "series",
            "range",
            "team",
            "handful",
            "dozens",
            "host",
            "delegation",
            "representatives",
            "members",
            "coalition",
            "variety",
        ):
            inner = [
                t
                for c in head.children
                if c.dep_ == "prep" and c.lower_ in ("of", "from")
                for p in c.children
                if p.dep_ == "pobj"
                for t in heads(p)
            ]
            members = [p for t in inner for p in self.people(sentence, t, others)]
            if members:
                return members
        modifiers = {c.lower_ for c in head.children if c.dep_ in ("nummod", "amod", "det", "predet", "quantmod")}
        if head.lower_ in _COLLECTIVE and (
            modifiers & _DUAL
            or ("the" in modifiers and head.lower_ in ("sides", "parties", "pair") and len(modifiers) == 1)
        ):
            return list(self.last_group)
        bodies = lexicon.words()["bodies"]
        title = sentence.words(*_core(head))
        if head.lower_ in bodies or head.pos_ == "PROPN":
            found: list[Person] = []
            for child in head.children:
                if child.dep_ in ("amod", "compound", "nmod", "poss") or (
                    child.dep_ == "prep" and child.lower_ in ("of", "from")
                ):
                    targets = (
                        [child]
                        if child.dep_ != "prep"
                        else [t for p in child.children if p.dep_ == "pobj" for t in heads(p)]
                    )
                    for target in targets:
                        for part in heads(target) if child.dep_ != "prep" else [target]:
                            mention = sentence.mention(part)
                            if mention is None and child.dep_ == "prep":
                                found += [p for p in self._of_phrase(sentence, part, others) if p.actor]
                            if mention is not None:
                                found += [Person(None, title, p.actor, p.role) for p in mention.people if p.actor]
            if found:
                return found
            if head.lower_ in bodies:
                return [Person(None, title, None)]
        for child in head.children:
            if child.dep_ == "appos" and (mention := sentence.mention(child)) is not None:
                return self._of_mention(sentence, mention, child, others)
        return []

    # ---- dates

    def dates(self, sentence: Sentence, *, future: bool = False) -> list[DateMention]:
        """Date expressions of a sentence, with the article's offsets."""
        found = find_dates(sentence.original, self.published, future=future)
        return [replace(d, start=d.start + sentence.start, end=d.end + sentence.start) for d in found]


def _listed(sentence: Sentence, noun: Token) -> list[Token]:
    """Sides that the parser took for an apposition in a list: "Iran, the U.S., and mediators"."""
    mention = sentence.mention(noun)
    if mention is None or mention.kind not in ("state", "org", "person"):
        return []
    out: list[Token] = []
    for child in noun.children:
        inner = sentence.mention(child)
        if child.dep_ == "appos" and inner is not None and inner.kind == mention.kind:
            out += [child, *(t for t in child.conjuncts if t is not noun)]
    return out


def _core(head: Token) -> tuple[int, int]:
    """First and last token of a noun phrase without clauses, conjuncts and trailing prepositions."""
    left = min((t.i for t in within(head) if t.i <= head.i and _is_left(t, head)), default=head.i)
    return left, head.i


def _is_left(token: Token, head: Token) -> bool:
    while token is not head:
        if token.dep_ not in ("amod", "compound", "nmod", "nummod", "poss", "advmod", "quantmod", "case", "punct"):
            return False
        token = token.head
    return True


def same_side(a: Person, b: Person) -> bool:
    """Two entries are one participant: the same person, or the same side with at most one of them named."""
    if a.name and b.name:
        x, y = a.name.lower().split(), b.name.lower().split()
        return x[-1] == y[-1]
    if a.actor or b.actor:
        return a.actor == b.actor
    return (a.title or "").lower() == (b.title or "").lower()
