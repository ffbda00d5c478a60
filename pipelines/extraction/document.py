"""One article's events put together: sentences chosen and parsed, drafts dated, merged over sentences, linked and graded.

The entry to the room: ``Extractor``. Rules about what an event is live in meetings.py, pledges.py and agreements.py.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from spacy.tokens import Token

from pipelines.extraction import agreements, meetings, model, pledges
from pipelines.extraction.actors import Mention, Person, bare_title, find_mentions, surname
from pipelines.extraction.context import Context, same_side
from pipelines.extraction.dates import DateMention, find_dates, is_historical, parse_published
from pipelines.extraction.events import (
    Agreement,
    Article,
    ArticleEvents,
    Event,
    Link,
    Meeting,
    Participant,
    Pledge,
    Span,
)
from pipelines.extraction.lexicon import country_of_place, words
from pipelines.extraction.money import Money, find_money
from pipelines.extraction.sentences import split
from pipelines.extraction.syntax import Masked, Sentence, inflections, is_verb, lemma, mask
from pipelines.settings import settings

EXTRACTOR_VERSION = "0.1.0"
"""Raised with every change that can alter an event: stored articles are then read again."""

MAX_SENTENCES = 20_000
"""Sentences of one document that are looked at; a longer text is a dump, not an article."""


@dataclass(slots=True)
class _Prepared:
    index: int
    start: int
    end: int
    mentions: list[Mention]
    masked: Masked | None


class Extractor:
    """Reads articles, tells their events. Holds no state between articles: same article, same events.

    Args:
        model_name: the spaCy pipeline to parse with; by default the one in settings.
    """

    def __init__(self, model_name: str | None = None) -> None:
        self.model_name = model_name or settings().spacy_model

    def extract(
        self, articles: Iterable[Article], on_error: Callable[[Article, Exception], None] | None = None
    ) -> Iterator[ArticleEvents]:
        """Events of each article, in the order given. An article that cannot be read gives none; ``on_error`` hears of it."""
        for article in articles:
            try:
                yield self.read(article)
            except Exception as error:
                if on_error is not None:
                    on_error(article, error)
                yield ArticleEvents(article.id)

    def read(self, article: Article) -> ArticleEvents:
        """Events of one article.

        Raises:
            Exception: whatever the parser raises on a text that it cannot read.
        """
        text = article.text
        context = Context(text, article.published)
        if article.title:
            context.cast.learn(find_mentions(article.title))
            context.cast.home = None
        spans = split(text)[:MAX_SENTENCES]
        prepared = [self._prepare(text, i, a, b) for i, (a, b) in enumerate(spans)]
        for sentence in prepared:
            context.cast.learn(sentence.mentions)
        if article.title:
            title_mentions = find_mentions(article.title)
            context.cast.learn(title_mentions)
            context.note_mentions(title_mentions)
            context.title_money = find_money(article.title)
        context.house = next(
            (actor for pattern, actor in words()["house_words"].items() if re.search(pattern, text)), None
        )
        context.dateline = _dateline(text, [a for a, _ in spans])
        _give_home(context, text)
        context.focus = _focus(article.title, prepared)
        for item in prepared:
            if self._add_surnames(context, text, item) or item.masked is not None:
                item.masked = (
                    mask(text, item.start, item.end, item.mentions)
                    if is_candidate(text[item.start : item.end])
                    else None
                )
        hits = [p for p in prepared if p.masked is not None]
        docs = model.parse(self.model_name, [p.masked.text for p in hits if p.masked])
        reader = _Reader(context, article)
        for item in prepared:
            opening = next((m for m in item.mentions if m.kind == "person" and m.start - item.start < 25), None)
            side = next((m for m in item.mentions if m.kind in ("state", "org") and m.start - item.start < 5), None)
            if item.masked is not None:
                reader.read(Sentence(item.index, item.start, item.end, text, next(docs), item.masked, item.mentions))
            reader.note(item.start, item.end, item.mentions)
            if side is not None and side.actors:
                context.last_side = side.actors[0]
            if opening is not None:
                context.last_subject = context.cast.resolve(opening.people[0])
        events = reader.finish()
        events.n_sentences, events.n_candidates = len(prepared), len(hits)
        return events

    def _add_surnames(self, context: Context, text: str, item: _Prepared) -> bool:
        """Mentions by the bare surname of somebody whom the article introduced in full elsewhere."""
        found = []
        for match in _CAPITAL.finditer(text, item.start, item.end):
            key = match.group().lower()
            if (
                len(key) < 3
                or key not in context.cast.by_surname
                or any(m.start < match.end() and match.start() < m.end for m in item.mentions)
            ):
                continue
            first, _, _ = text[max(item.start, match.start() - 30) : match.start()].rpartition(" ")
            before = first.split()[-1] if text[match.start() - 1 : match.start()] == " " and first.split() else ""
            start = (
                match.start() - len(before) - 1
                if before[:1].isupper()
                and before.isalpha()
                and before.lower() not in words()["not_names"]
                and not any(m.start < match.start() and match.start() - len(before) - 1 < m.end for m in item.mentions)
                else match.start()
            )
            person = context.cast.by_surname[key]
            found.append(
                Mention(
                    start, match.end(), [Person(text[start : match.end()], None, person.actor, person.role)], "person"
                )
            )
        if found:
            item.mentions = sorted([*item.mentions, *found], key=lambda m: m.start)
        return bool(found)

    def _prepare(self, text: str, index: int, start: int, end: int) -> _Prepared:
        opening = _DATELINE.match(text[start:end])
        if opening and index < 12:
            start += opening.end()  # "MOGADISHU, September 9 (Reuters) - ": the parser takes the place for the subject
        sentence = text[start:end]
        mentions = find_mentions(text, start, end)
        if not is_candidate(sentence) or not (mentions or _PRONOUN.search(sentence) or _COUNTED.search(sentence)):
            return _Prepared(index, start, end, mentions, None)
        return _Prepared(index, start, end, mentions, mask(text, start, end, mentions))


_CAPITAL = re.compile(r"\b[A-ZÀ-ÞŁŠŽĆČ][\w’-]*[a-zà-ÿ]\b")
_PRONOUN = re.compile(r"\b(?:they|both|we|he|she|it|I|who)\b", re.I)
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|\w+ian|\w+ish)\s(?:[\w-]+\s){0,2}(?:parties|factions|sides|leaders|groups)\b", re.I
)


def _focus(title: str | None, prepared: list[_Prepared]) -> list[str]:
    """States by how much the article is about them: of the headline first, then by number of namings."""
    named = [a for p in prepared for m in p.mentions if m.kind in ("state", "demonym", "seat") for a in m.actors]
    first = [a for m in find_mentions(title or "") if m.kind in ("state", "demonym", "seat") for a in m.actors]
    return list(dict.fromkeys([*first, *sorted(set(named), key=lambda a: (-named.count(a), named.index(a)))]))


_ACTING = re.compile(
    r"^ (?:has|have|will|is|was|wants|remains|stands|welcomes|supports|continues|announced|provides|would|hopes|believes|condemns|urges)\b"
)


def _give_home(context: Context, text: str) -> None:
    """The first office-holder introduced without a country acts for the state that the release speaks for: the one that "has", "will", "wants"."""
    first = next(
        (p for p in context.cast.by_surname.values() if p.title and not p.actor and p.role in ("head", "minister")),
        None,
    )
    if first is None or first.name is None:
        return
    named = [m for m in find_mentions(text) if m.kind == "state" and m.actors]
    acting = [m.actors[0] for m in named if _ACTING.match(text[m.end : m.end + 16])]
    states = acting or [m.actors[0] for m in named if text.startswith(" and ", m.end)]
    ranked = sorted(set(states), key=lambda s: (-states.count(s), states.index(s)))
    if ranked and (len(ranked) == 1 or states.count(ranked[0]) > states.count(ranked[1])):
        known = replace(first, actor=ranked[0])
        context.cast.by_surname[surname(first.name)] = known
        context.cast.by_title[bare_title(known.title or "")] = known


_DATELINE = re.compile(
    r"^\s*([A-Z][A-Z .'’-]{2,30}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:/[A-Z][A-Za-z ]+)?(?:, [A-Z][A-Za-z. ]{2,20}?)?(?:,? \(?(?:\d{1,2} )?[A-Z][a-z]{2,8}\.?(?: \d{1,2})?(?:,? \d{4})?\)?)?,?\s*(?:\([A-Z][\w /]{1,25}\)\s*)?[–—-]{1,2}\s"
)


def _dateline(text: str, starts: list[int]) -> str | None:
    """Alpha-3 of the place before the dash that opens a wire story ("BAGHDAD – ")."""
    for start in starts[:6]:
        match = _DATELINE.match(text[start : start + 120])
        if match:
            return country_of_place(match.group(1).title())
    return None


@lru_cache(maxsize=1)
def _triggers() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lexicon = words()

    def forms(*groups: list[str]) -> str:
        every = {f for group in groups for w in group for f in inflections(w) if "_" not in f}
        return "|".join(sorted(map(re.escape, every), key=lambda w: (-len(w), w)))

    m, a, g = lexicon["meeting"], lexicon["agree"], lexicon["give"]
    always = forms(
        m["contact"],
        m["speak"],
        m["call"],
        m["discuss"],
        m["receive"],
        m["confront"],
        a["sign"],
        [
            "agree",
            "decide",
            "exchange",
            "swap",
            "ratify",
            "withdraw",
            "pull",
            "restore",
            "normalise",
            "normalize",
            "negotiate",
        ],
    )
    nouns = "|".join(sorted({*m["nouns"], *a["nouns"]}, key=lambda w: (-len(w), w)))
    main = re.compile(rf"\b(?:{always}|{nouns})\b", re.I)
    giving = re.compile(
        rf"\b(?:{forms(g['verbs'], g['receive'], g['stop'], g['arrive'])}|total|worth|loan|grant|aid)\b", re.I
    )
    return main, giving, re.compile(g["aid"] + "|" + g["goods"] + r"|[€$£¥₹]\s?\d|\b(?:million|billion|crore)\b", re.I)


def is_candidate(sentence: str) -> bool:
    """Whether a sentence holds a word that an event could hang on. Nine sentences in ten do not, and are never parsed."""
    main, giving, aid = _triggers()
    return bool(main.search(sentence)) or bool(giving.search(sentence) and aid.search(sentence))


@lru_cache(maxsize=1)
def _topic_patterns() -> dict[str, re.Pattern[str]]:
    return {topic: re.compile(pattern, re.I) for topic, pattern in words()["topics"].items()}


def topics_of(text: str) -> list[str]:
    found = [topic for topic, pattern in _topic_patterns().items() if pattern.search(text)]
    return found or ["diplomacy_general"]


@dataclass(slots=True)
class _Record:
    """An event with what merging needs to know of it."""

    event: Any
    sentence: int
    actors: list[str]
    dated: bool = False
    """Whether the text gives the date (a publication date that stands in for one does not count)."""
    rule: str = ""
    open_cost: bool = False
    """A gift of a project or goods whose cost a later sentence may tell."""


_SPEECH = re.compile(
    r"\b(?:said|says|told|added|stated|announced|confirmed|declared|explained|noted|stressed|commented|welcomes|condemns)\b"
)
_VISIT = re.compile(r"\b(?:visit|travel|trip|tour|arriv)\w*", re.I)
_FOLLOW_UP = re.compile(
    r"^[“\"]?(?:The|This|These|That|It|Its)\s+(?:new\s+|additional\s+|latest\s+|emergency\s+)?(?:[\w-]+\s+){0,2}?(?:assistance|aid|funding|money|package|support|grants?|loans?|donation|contribution|funds|supplies|shipment|project|programme|program|financing)\b|^[“\"]?(?:The (?:European )?Commission|The ministry|The government|The agency|The embassy|The fund)\b.{0,40}\b(?:assistance|aid|funding|money|package|support|grant|loan)\b"
)


class _Reader:
    """Gathers the drafts of one article and makes its record."""

    def __init__(self, context: Context, article: Article) -> None:
        self.context, self.article = context, article
        self.meetings: list[_Record] = []
        self.pledges: list[_Record] = []
        self.agreements: list[_Record] = []

    # ---- sentence by sentence

    def read(self, sentence: Sentence) -> None:
        context = self.context
        for draft in meetings.find(context, sentence):
            self._add_meeting(draft)
        for found in agreements.find(context, sentence):
            self._add_agreement(found)
        for gift in pledges.find(context, sentence):
            self._add_pledge(gift)

    def note(self, start: int, end: int, mentions: list[Mention]) -> None:
        """What a sentence leaves behind for the next: latest persons, speaker, and the purpose of a gift told on."""
        sentence = self.article.text[start:end]
        if self.pledges and _FOLLOW_UP.search(sentence):
            last = self.pledges[-1]
            more = [s for s in pledges.sectors_of(sentence) if s != "emergency_multi"]
            if more and last.sentence >= 0:
                kept = [s for s in last.event.sectors if s != "emergency_multi"]
                last.event.sectors = list(dict.fromkeys(kept + more))
        if self.pledges and self.pledges[-1].open_cost and (cost := pledges.cost_of_gift(sentence)):
            self._add_cost(start, end, cost)
        if self.meetings and re.match(
            r"[“\"]?(?:The (?:two )?(?:sides|ministers|leaders|officials|presidents|parties|meeting|talks|discussions?|call)|They|Both|During the|At the meeting|In the meeting|Talks)\b",
            sentence,
        ):
            last = self.meetings[-1]
            if last.event.topics == ["diplomacy_general"]:
                last.event.topics = topics_of(sentence)
            elif re.search(r"\bdiscuss|\bfocus|\btalk|\breview|\baddress", sentence):
                last.event.topics = list(
                    dict.fromkeys(last.event.topics + [t for t in topics_of(sentence) if t != "diplomacy_general"])
                )
        self._note_days(start, end, mentions)
        self.context.note_mentions(mentions)
        if _SPEECH.search(sentence):
            speakers = [m for m in mentions if m.kind in ("person", "office", "org", "state")]
            if speakers:
                resolved = self.context.cast.resolve(speakers[0].people[0])
                if resolved.actor:
                    self.context.last_speaker = resolved

    def _note_days(self, start: int, end: int, mentions: list[Mention]) -> None:
        """The day of the opening sentences, and the days on which places were visited."""
        context, sentence = self.context, self.article.text[start:end]
        found = [
            replace(d, start=d.start + start, end=d.end + start) for d in find_dates(sentence, self.article.published)
        ]
        day, _ = parse_published(self.article.published)
        if context.lead_day is None and day is not None and start < 400:
            for date in found:
                if (
                    date.precision == "day"
                    and date.source == "relative"
                    and date.value
                    and 0 <= (day - day.fromisoformat(date.value)).days <= 6
                ):
                    context.lead_day = date.value
                    break
        if _VISIT.search(sentence):
            for mention in mentions:
                behind = next(
                    (d for d in found if mention.end <= d.start <= mention.end + 14 and d.precision == "day"), None
                )
                if mention.kind in ("state", "seat") and mention.actors and behind is not None:
                    context.visit_days.setdefault(mention.actors[0], behind)

    def _add_cost(self, start: int, end: int, cost: Money) -> None:
        """The sum of a gift told before ("a project in Niger. It cost QAR 3 million"); of a second project, a pledge of its own."""
        last = self.pledges[-1]
        sentence = self.article.text[start:end]
        if any(r.event.amount == cost.amount for r in self.pledges) or re.search(
            r"\b(?:damage|losses|budget)\b", sentence
        ):
            return
        cost = pledges.in_currency_of(cost, (*last.event.donor, *last.event.recipient))
        spans = [Span(start, end, "event"), Span(start + cost.start, start + cost.end, "amount")]
        if last.event.amount is None:
            last.event.evidence += spans
        else:
            record = _Record(
                replace(last.event, evidence=spans, quantity=None),
                last.sentence,
                last.actors,
                last.dated,
                last.rule,
                True,
            )
            record.event.sectors = pledges.sectors_of(sentence) or last.event.sectors
            self.pledges.append(record)
            last = record
        last.event.amount, last.event.currency, last.event.qualifier = cost.amount, cost.currency, cost.qualifier
        if last.event.kind == "in_kind":
            last.event.kind = "grant_or_unspecified_money"
        last.event.is_total = bool(
            re.search(r"\b(?:all|both|projects together|overall|in total|total cost of the projects)\b", sentence, re.I)
        )

    # ---- dates

    def _date(
        self, sentence: Sentence, trigger: Token, status: str, first: int, last: int
    ) -> tuple[str | None, str | None, str, str, DateMention | None]:
        """(date, words, precision, source, mention) of an event: the date nearest its trigger, else the day of publication for news told as new."""
        future = status == "planned"
        found = self.context.dates(sentence, future=future)
        position = sentence.span(trigger.i, trigger.i)[0]
        start, end = sentence.span(first, last)
        usable = [d for d in found if not _in_other_clause(sentence, d, trigger)]
        near = min(
            usable, key=lambda d: (0 if start <= d.start <= end else 1, abs(d.start - position), d.start), default=None
        )
        if near is not None and near.precision == "year":
            return None, near.text, "year", near.source, near
        if near is not None and (near.value or near.source == "none"):
            return near.value, near.text, near.precision, near.source, near
        country = self._country(sentence, trigger)
        visited = self.context.visit_days.get(country) if country else None
        if visited is not None and visited.value:
            return visited.value, visited.text, visited.precision, visited.source, visited
        day, _ = parse_published(self.article.published)
        if day is not None and not future and _is_main(trigger):
            if self.context.lead_day is not None and sentence.index > 0:
                return self.context.lead_day, None, "day", "relative", None
            return day.isoformat(), None, "day", "publication", None
        return None, None, "none", "none", None

    def _country(self, sentence: Sentence, trigger: Token) -> str | None:
        """The state in which the sentence says that something happened."""
        draft = meetings.Draft(sentence, trigger, [], "held")
        meetings._place(self.context, draft)
        return draft.place_country

    def _dated(
        self, event: Event, sentence: Sentence, trigger: Token, first: int, last: int
    ) -> tuple[bool, DateMention | None]:
        value, text, precision, source, mention = self._date(sentence, trigger, event.status, first, last)
        event.date, event.date_text = value, text
        event.date_precision, event.date_source = precision, source  # type: ignore[assignment]
        published = self.article.published
        old = mention.value if mention is not None else None
        event.historical = is_historical(old, published)
        if mention is None:
            years = [d for d in self.context.dates(sentence) if d.value and is_historical(d.value, published)]
            if years and event.date_source in ("none",) and not _is_main(trigger):
                event.historical = True
        if mention is not None:
            event.evidence.append(Span(mention.start, mention.end, "date"))
        return event.date_source not in ("publication", "none"), mention

    def _quote(self, sentence: Sentence, first: int, last: int) -> Span:
        while (
            last + 1 < len(sentence.doc)
            and sentence.doc[last].dep_ in ("amod", "compound", "nummod", "det", "poss", "case", "prep")
            and sentence.doc[last + 1].pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PART")
        ):
            last += 1  # never end on half a noun phrase
        start, end = sentence.span(first, last)
        while end > start and self.article.text[end - 1] in ",;: ":
            end -= 1
        return Span(start, end, "event")

    # ---- records

    def _add_meeting(self, draft: meetings.Draft) -> None:
        people = [Participant(p.name, p.title, p.actor) for p in draft.people]
        event = Meeting(status=draft.status, participants=people, format=draft.format, place=draft.place, place_country=draft.place_country,
                        topics=topics_of(_without_names(draft.sentence)))  # fmt: skip
        event.evidence.append(self._quote(draft.sentence, draft.first, draft.last))
        dated, _ = self._dated(event, draft.sentence, draft.trigger, draft.first, draft.last)
        if draft.status == "cancelled" and not dated:
            event.date, event.date_precision, event.date_source = event.date, event.date_precision, event.date_source
        if draft.place:
            at = self.article.text.find(draft.place, draft.sentence.start, draft.sentence.end)
            if at >= 0:
                event.evidence.append(Span(at, at + len(draft.place), "place"))
        record = _Record(event, draft.sentence.index, draft.actors, dated, draft.rule)
        for old in reversed(self.meetings):
            if _same_meeting(old, record):
                _merge_meeting(old, record)
                return
        if draft.rule == "discuss_again":
            return
        self.meetings.append(record)

    def _add_agreement(self, draft: agreements.Draft) -> None:
        event = Agreement(status=draft.status, parties=draft.parties, type=draft.type, subject=draft.subject)
        event.evidence.append(self._quote(draft.sentence, draft.first, draft.last))
        dated, _ = self._dated(event, draft.sentence, draft.trigger, draft.first, draft.last)
        place = meetings.Draft(draft.sentence, draft.trigger, draft.people, draft.status)
        meetings._place(self.context, place)
        event.place, event.place_country = place.place, place.place_country
        record = _Record(event, draft.sentence.index, draft.parties, dated, draft.rule)
        for old in reversed(self.agreements):
            if _same_agreement(old, record):
                _merge_agreement(old, record)
                return
        self.agreements.append(record)

    def _add_pledge(self, draft: pledges.Draft) -> None:
        event = Pledge(status=draft.status, donor=draft.donors, recipient=draft.recipients, kind=draft.kind, quantity=draft.quantity, qualifier=draft.qualifier,
                       is_total=draft.is_total, sectors=draft.sectors, amount=draft.money.amount if draft.money else None, currency=draft.money.currency if draft.money else None)  # fmt: skip
        event.evidence.append(self._quote(draft.sentence, draft.first, draft.last))
        if draft.money:
            event.evidence.append(
                Span(draft.sentence.start + draft.money.start, draft.sentence.start + draft.money.end, "amount")
            )
        dated, _ = self._dated(event, draft.sentence, draft.trigger, draft.first, draft.last)
        self.context.remember([Person(None, None, a) for a in (*draft.donors, *draft.recipients) if a[:1].isupper()])
        self.context.last_donors = draft.donors or self.context.last_donors
        self.context.last_recipients = draft.recipients or self.context.last_recipients
        record = _Record(event, draft.sentence.index, draft.donors, dated, "project" if draft.is_project else "")
        record.open_cost = (
            draft.is_project
            or (draft.money is None and draft.kind == "in_kind")
            or bool(re.search(pledges.words()["give"]["projects"], draft.theme))
        )
        for old in reversed(self.pledges):
            if _same_pledge(old, record):
                _merge_pledge(old, record)
                return
        self.pledges.append(record)

    # ---- the article

    def _topics_around(self) -> None:
        """A meeting whose sentence names no subject takes it from the sentences behind it, else from the one before."""
        spans = split(self.article.text)
        for record in self.meetings:
            if record.event.topics != ["diplomacy_general"]:
                continue
            at = record.sentence
            around = [
                " ".join(self.article.text[a:b] for a, b in spans[max(0, i) : i + 1])
                for i in (at + 1, at + 2, at - 1, at + 3)
            ]
            for text in (around[0], self.article.title or "", *around[1:]):
                found = [t for t in topics_of(text) if t != "diplomacy_general"]
                if found:
                    record.event.topics = found[:3]
                    break

    def finish(self) -> ArticleEvents:
        self._topics_around()
        out = ArticleEvents(self.article.id)
        out.meetings = [r.event for r in self.meetings]
        out.pledges = [r.event for r in self.pledges]
        out.agreements = [r.event for r in self.agreements]
        for i, agreement in enumerate(self.agreements):
            for j, meeting in enumerate(self.meetings):
                if (
                    meeting.event.status == "held"
                    and len(set(agreement.actors) & set(meeting.actors)) >= 2
                    and meeting.event.historical == agreement.event.historical
                ):
                    out.links.append(Link(("agreement", i), ("meeting", j), "agreed_at"))
                    if not agreement.dated and meeting.dated and agreement.event.date_source == "publication":
                        # reached at a meeting of Wednesday, told on Thursday: of Wednesday
                        for name in ("date", "date_text", "date_precision", "date_source"):
                            setattr(agreement.event, name, getattr(meeting.event, name))
                    break
        for i, pledge in enumerate(self.pledges):
            for j, meeting in enumerate(self.meetings):
                if (
                    meeting.event.status == "held"
                    and set(pledge.event.donor) & set(meeting.actors)
                    and set(pledge.event.recipient) & set(meeting.actors)
                ):
                    out.links.append(Link(("pledge", i), ("meeting", j), "pledged_at"))
                    break
        for records, grade in (
            (self.meetings, _grade_meeting),
            (self.pledges, _grade_pledge),
            (self.agreements, _grade_agreement),
        ):
            for record in records:
                record.event.confidence = grade(record)
        return out


def _without_names(sentence: Sentence) -> str:
    """The sentence without the names of offices ("defence minister" is no topic)."""
    out, at = [], sentence.start
    for mention in sentence.mentions:
        out.append(sentence.text[at : mention.start])
        at = mention.end
    out.append(sentence.text[at : sentence.end])
    return " ".join(out)


def _in_other_clause(sentence: Sentence, date: DateMention, trigger: Token) -> bool:
    """Whether a date belongs to another verb: "agreed on Monday to extend the truce signed in May"."""
    token = next(
        (t for t in sentence.doc if sentence.span(t.i, t.i)[0] <= date.start < sentence.span(t.i, t.i)[1]), None
    )
    if token is None:
        return False
    verb = next((a for a in token.ancestors if is_verb(a)), None)
    own = trigger if is_verb(trigger) else next((a for a in trigger.ancestors if is_verb(a)), None)
    if verb is None or own is None or verb is own:
        return False
    if own in verb.ancestors and (
        verb.dep_ in ("relcl", "acl", "advcl") or (verb.dep_ in ("xcomp", "ccomp") and lemma(own) == "agree")
    ):
        return True
    return bool(
        verb.dep_ in ("relcl", "acl") and verb.tag_ == "VBN" and trigger not in [verb.head, *verb.head.ancestors]
    )


def _is_main(trigger: Token) -> bool:
    """Whether an event is the news of its sentence and not its background ("after Chile agreed to ...")."""
    token = trigger
    for _ in range(12):
        if token.dep_ in ("ROOT",):
            return True
        if token.dep_ == "advcl" and any(
            c.lower_
            in ("after", "since", "following", "when", "because", "as", "although", "though", "before", "while")
            for c in token.children
            if c.dep_ in ("mark", "advmod", "prep")
        ):
            return False
        if token.dep_ in ("relcl",) and not any(c.lower_ in ("where",) for c in token.children):
            return False
        if token.dep_ in ("pobj", "pcomp") and token.head.lower_ in (
            "following",
            "after",
            "since",
            "despite",
            "under",
            "amid",
            "amidst",
            "before",
            "given",
            "because",
        ):
            return False
        if token.head is token:
            return True
        token = token.head
    return True


# ---- same event?


def _dates_agree(a: _Record, b: _Record) -> bool:
    x, y = a.event.date, b.event.date
    if a.event.historical != b.event.historical:
        return False
    if not x or not y or not a.dated or not b.dated:
        return True
    return x == y or (7 in (len(x), len(y)) and x[:7] == y[:7])


def _same_meeting(a: _Record, b: _Record) -> bool:
    if a.event.status != b.event.status or not _dates_agree(a, b):
        return False
    x, y = set(a.actors), set(b.actors)
    names_a = {p.name.split()[-1].lower(): p.actor for p in a.event.participants if p.name}
    names_b = {p.name.split()[-1].lower(): p.actor for p in b.event.participants if p.name}
    if len(x & y) >= 2 or (x == y and len(x) == 1):
        # two persons of one side who each met somebody are two meetings
        for actor in x & y:
            mine, theirs = {n for n, s in names_a.items() if s == actor}, {n for n, s in names_b.items() if s == actor}
            if mine and theirs and not mine & theirs and len(x & y) == 2:
                return False
        return not (
            a.event.place
            and b.event.place
            and a.event.place_country
            and b.event.place_country
            and a.event.place_country != b.event.place_country
        )
    return False


def _merge_meeting(into: _Record, new: _Record) -> None:
    event, other = into.event, new.event
    for person in other.participants:
        twin = next(
            (
                p
                for p in event.participants
                if same_side(Person(p.name, p.title, p.actor), Person(person.name, person.title, person.actor))
            ),
            None,
        )
        if twin is None:
            event.participants.append(person)
        elif person.name and (not twin.name or len(person.name) > len(twin.name)):
            twin.name, twin.title = person.name, twin.title or person.title
    into.actors = list(dict.fromkeys(into.actors + new.actors))
    if event.format == "unknown":
        event.format = other.format
    if not event.place and other.place:
        event.place, event.place_country = other.place, other.place_country
    event.topics = [t for t in dict.fromkeys(event.topics + other.topics) if t != "diplomacy_general"] or [
        "diplomacy_general"
    ]
    _merge_common(into, new)


def _merge_common(into: _Record, new: _Record) -> None:
    if new.dated and not into.dated:
        for name in ("date", "date_text", "date_precision", "date_source"):
            setattr(into.event, name, getattr(new.event, name))
        into.dated = True
    into.event.evidence += [e for e in new.event.evidence if e.field != "event" or e.end - e.start > 15]


def _same_agreement(a: _Record, b: _Record) -> bool:
    x, y = a.event, b.event
    if a.event.historical != b.event.historical:
        return False
    together = set(a.actors) & set(b.actors)
    enough = len(together) >= 2 or (len(together) == 1 and (len(a.actors) == 1 or len(b.actors) == 1))
    if not enough:
        return False
    progress = {"planned", "agreed", "signed", "in_force", "ratified"}
    if x.status != y.status and not ({x.status, y.status} <= progress and "planned" not in (x.status, y.status)):
        return False
    return (
        x.type == y.type
        or "other" in (x.type, y.type)
        or (abs(a.sentence - b.sentence) == 1 and not _dates_differ(a, b))
        or (a.sentence == b.sentence and a.rule != b.rule)
    )


def _dates_differ(a: _Record, b: _Record) -> bool:
    return not _dates_agree(a, b)


def _merge_agreement(into: _Record, new: _Record) -> None:
    rank = {"agreed": 0, "planned": 0, "in_force": 1, "signed": 1, "ratified": 2}
    event, other = into.event, new.event
    if rank.get(other.status, 0) > rank.get(event.status, 0):
        event.status = other.status
    if event.type == "other":
        event.type = other.type
    event.parties = list(dict.fromkeys(event.parties + other.parties))
    into.actors = list(dict.fromkeys(into.actors + new.actors))
    if not event.place:
        event.place, event.place_country = other.place, other.place_country
    _merge_common(into, new)


def _same_pledge(a: _Record, b: _Record) -> bool:
    x, y = a.event, b.event
    if x.historical != y.historical or x.is_total != y.is_total:
        return False
    donors = bool(set(x.donor) & set(y.donor)) or not x.donor or not y.donor
    recipients = bool(set(x.recipient) & set(y.recipient)) or not x.recipient or not y.recipient
    if x.amount is not None and y.amount is not None:
        return x.amount == y.amount and x.currency == y.currency and donors
    if not (donors and recipients):
        return False
    if x.amount is None and y.amount is None:
        return x.kind == y.kind and (
            x.quantity == y.quantity
            or not x.quantity
            or not y.quantity
            or x.quantity.lower() in y.quantity.lower()
            or y.quantity.lower() in x.quantity.lower()
            or a.sentence == b.sentence
        )
    vague = x if x.amount is None else y
    if re.search(r"\d", vague.quantity or ""):
        return False  # "20 howitzers" are not the 90 million for ammunition
    return x.kind == y.kind or (
        vague.kind in ("in_kind", "grant_or_unspecified_money") and not re.search(r"\d", vague.quantity or "")
    )


def _merge_pledge(into: _Record, new: _Record) -> None:
    event, other = into.event, new.event
    if event.amount is None and other.amount is not None:
        event.amount, event.currency, event.qualifier, event.kind, event.quantity = (
            other.amount,
            other.currency,
            other.qualifier,
            other.kind,
            other.quantity,
        )
    event.donor = event.donor or other.donor
    if not event.recipient or (
        other.recipient
        and not any(r[:1].isupper() for r in event.recipient)
        and any(r[:1].isupper() for r in other.recipient)
    ):
        event.recipient = other.recipient or event.recipient
    event.sectors = list(dict.fromkeys(event.sectors + other.sectors))
    if len(event.sectors) > 1:
        event.sectors = [s for s in event.sectors if s != "emergency_multi"]
    _merge_common(into, new)


# ---- confidence


def _grade_meeting(record: _Record) -> float:
    event = record.event
    score = {
        "contact": 0.82,
        "receive": 0.72,
        "call": 0.78,
        "speak": 0.66,
        "talks": 0.68,
        "visit": 0.62,
        "discuss": 0.55,
    }.get(record.rule, 0.55)
    score += 0.08 if sum(1 for p in event.participants if p.name) >= 2 else 0
    score += 0.05 if event.place else 0
    score -= 0.2 if len(record.actors) < 2 else 0
    score -= 0.08 if event.status == "planned" else 0
    score += 0.05 if sum(1 for e in event.evidence if e.field == "event") > 1 else 0
    return min(0.98, max(0.05, score))


def _grade_pledge(record: _Record) -> float:
    event = record.event
    score = (
        0.62
        + (0.15 if event.amount else 0)
        + (0.08 if event.recipient and event.recipient[0][:1].isupper() else -0.1)
        + (0.05 if event.donor else -0.15)
    )
    return min(0.98, max(0.05, score))


def _grade_agreement(record: _Record) -> float:
    event = record.event
    score = {"noun": 0.72, "agree": 0.7, "exchange": 0.75}.get(record.rule, 0.6)
    score += 0.1 if len(event.parties) >= 2 else -0.1
    score += 0.08 if event.status == "signed" else 0
    score -= 0.1 if event.type == "other" else 0
    return min(0.98, max(0.05, score))
