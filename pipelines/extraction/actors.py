"""Who is named in a text: states, organisations, and persons with the office and the side they act for.

Reads the surface of a text, word by word, with no parser: offices, demonyms and names follow a small grammar in news ("Peruvian
president Ana Quispe", "Italian counterpart, Luciana Rossi", "foreign ministers from Japan, China and South Korea"). What a mention
*does* in its sentence is the business of syntax.py and of the event modules.
"""

import re
from dataclasses import dataclass, field, replace

from pipelines.extraction.lexicon import WORD, Name, actor_names, known_persons, longest_name, titles, words

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "abu",
        "von",
        "van",
        "der",
        "de",
        "da",
        "di",
        "du",
        "dos",
        "la",
        "le",
        "den",
        "del",
        "ter",
        "of",
        "y",
        "ul",
        "ould",
        "ag",
        "mac",
        "mc",
        "ben",
        "e",
        "st",
    ]
)
_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "hon",
        "he",
        "hh",
        "hrh",
        "prof",
        "professor",
        "excellency",
        "his",
        "her",
        "sayyid",
        "hajji",
        "cardinal",
        "sheikha",
    ]
)


_INSTITUTIONS = frozenset(
    [
        "Foundation",
        "Fund",
        "Charity",
        "Center",
        "Centre",
        "Organization",
        "Organisation",
        "Institute",
        "University",
        "Hospital",
        "Airport",
        "Association",
        "Society",
        "Bank",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(slots=True)
class Mention:
    """One naming of an actor, in characters of the text.

    ``people`` holds one entry a side: several for "the foreign ministers of Egypt and Jordan". ``is_name`` is true where the
    words may be replaced by a plain proper noun without changing what the sentence says.
    """

    start: int
    end: int
    people: list["Person"]
    kind: str
    """person | office | group | state | demonym | seat | org"""
    is_plural: bool = False

    @property
    def actors(self) -> list[str]:
        return [p.actor for p in self.people if p.actor]


@dataclass(frozen=True, slots=True)
class Person:
    name: str | None
    title: str | None
    actor: str | None
    role: str = ""


def tokenize(text: str, offset: int = 0) -> list[Token]:
    return [Token(m.start() + offset, m.end() + offset, m.group()) for m in WORD.finditer(text)]


@dataclass(slots=True)
class Scanner:
    """Finds mentions in one run of text. ``text`` is the whole article; offsets are the article's."""

    text: str
    tokens: list[Token]
    names: list[tuple[int, int, Name]] = field(default_factory=list)
    """(first token, end token, what it names)"""

    def scan(self) -> list[Mention]:
        self.names = self._find_names()
        at = {first: (end, name) for first, end, name in self.names}
        out: list[Mention] = []
        i = 0
        while i < len(self.tokens):
            found = self._group(i, at) or self._office(i, at) or self._named_then_office(i, at)
            if found:
                mention, i = found
                out.append(mention)
                continue
            if i in at:
                end, name = at[i]
                out.append(self._plain(i, end, name))
                i = end
                continue
            i += 1
        return out

    # ---- pieces

    def _find_names(self) -> list[tuple[int, int, Name]]:
        lookup, limit = actor_names(), longest_name()
        out, i = [], 0
        while i < len(self.tokens):
            token = self.tokens[i]
            if not (token.is_capital or token.lower == "the"):
                i += 1
                continue
            for length in range(min(limit, len(self.tokens) - i), 0, -1):
                key = tuple(t.text for t in self.tokens[i : i + length])
                if key[0] == "The":
                    key = ("the", *key[1:])
                name = lookup.get(key)
                if name is None and key[0] == "the" and length > 1:
                    name = None
                if name is None and length == 1 and token.text.isupper() and len(token.text) > 4:
                    name = lookup.get((token.text.title(),))
                if name and key[0] == "the" and self._longer_behind(i + 1, length - 1):
                    break  # "the Commonwealth" opens "the Commonwealth of Independent States"
                if name and self.text[self.tokens[i + length - 1].end : self.tokens[i + length - 1].end + 1] in (
                    "$",
                    "€",
                    "£",
                ):
                    name = None  # "US$3 million"
                if name and self._is_one_run(i, i + length) and not self._is_inside_name(i, i + length, key):
                    out.append((i, i + length, name))
                    i += length
                    break
            else:
                i += 1
                continue
            if not out or out[-1][1] != i:
                i += 1
        return out

    def _longer_behind(self, i: int, length: int) -> bool:
        """Whether a name of more than ``length`` words starts at token i."""
        lookup, limit = actor_names(), min(longest_name(), len(self.tokens) - i)
        return any(
            tuple(t.text for t in self.tokens[i : i + n]) in lookup and self._is_one_run(i, i + n)
            for n in range(length + 1, limit + 1)
        )

    def _is_one_run(self, first: int, end: int) -> bool:
        """No sentence stop, comma or bracket between the words (full stops inside "U.S." apart)."""
        for a, b in zip(self.tokens[first : end - 1], self.tokens[first + 1 : end], strict=True):
            gap = self.text[a.end : b.start]
            if (
                len(gap) > 3
                or any(c in gap for c in ",;:()\n")
                or (gap.startswith(". ") and len(a.text) > 1 and a.text not in ("St", "Dr"))
            ):
                return False
        return not (
            end - first == 2
            and self.tokens[first].text == "U"
            and "." not in self.text[self.tokens[first].end : self.tokens[first + 1].start]
        )

    def _is_inside_name(self, first: int, end: int, key: tuple[str, ...]) -> bool:
        """ "US" against "us" is settled by case; here: "Air France", "New Mexico", "Jordan" as a surname, "South Sudan" is longer."""
        if end - first > 1 or first == 0:
            return False
        before = self.tokens[first - 1]
        if self.text[before.end : self.tokens[first].start] != " ":
            return False
        return before.text in words()["not_before_state"]

    def _gap(self, i: int, j: int) -> str:
        """Characters between token i and token j (j = i + 1 as a rule)."""
        if j >= len(self.tokens):
            return "\n"
        return self.text[self.tokens[i].end : self.tokens[j].start]

    def _title_at(self, i: int) -> tuple[int, str] | None:
        """(end token, words) of the longest office that starts at token i."""
        lookup = titles()
        for length in range(min(6, len(self.tokens) - i), 0, -1):
            key = tuple(t.lower for t in self.tokens[i : i + length])
            if key in lookup and all(
                self._gap(k, k + 1) in (" ", "-", ". ", "'", "’", "\u2009", "\xa0") for k in range(i, i + length - 1)
            ):
                return i + length, lookup[key].words
        return None

    def _modifiers(self, i: int) -> int:
        """The token after any modifiers of an office ("acting", "former", "newly elected", "deputy")."""
        allowed = words()["office_modifiers"]
        start = i
        while i < len(self.tokens) and self._gap(i, i + 1) in (" ", "-"):
            if self.tokens[i].lower not in allowed and not (
                self.tokens[i].lower == "and"
                and i > start
                and i + 1 < len(self.tokens)
                and self.tokens[i + 1].lower in allowed
            ):
                break
            i += 1
        return i

    def _long_title(self, i: int) -> tuple[int, str] | None:
        """An office with its modifiers, and offices joined by "and" ("prime minister and foreign minister")."""
        start = self._modifiers(i)
        found = self._title_at(start)
        if not found:
            # "Minister for Central Asia", "Middle East minister": a portfolio before the office.
            k = start
            while (
                k < len(self.tokens)
                and k - start < 4
                and (self.tokens[k].lower in words()["portfolios"])
                and self._gap(k, k + 1) in (" ", "-", " & ")
            ):
                k += 1
            if (
                k > start
                and (found := self._title_at(k))
                and titles()[tuple(w.lower() for w in WORD.findall(found[1]))].role
                in ("minister", "official", "envoy", "head", "military")
            ):
                pass
            else:
                return None
        end = found[0]
        while end < len(self.tokens) and self._gap(end - 1, end) == " " and self.tokens[end].lower == "and":
            second = self._title_at(self._modifiers(end + 1))
            if not second or self._gap(end, end + 1) != " ":
                break
            end = second[0]
        return end, self.text[self.tokens[i].start : self.tokens[end - 1].end]

    def _portfolio(self, i: int) -> int:
        """The token after "for Foreign Affairs and Security Policy", "on Syria", "to Israel" behind an office."""
        if i >= len(self.tokens) or self.tokens[i].lower not in ("for", "on", "to", "in") or self._gap(i - 1, i) != " ":
            return i
        if self.tokens[i].lower == "in" and self.tokens[i - 1].lower not in (
            "ambassador",
            "envoy",
            "representative",
            "consul",
        ):
            return i  # "officials in Oslo": where they met
        k = i + 1
        if k < len(self.tokens) and self.tokens[k].lower == "the":
            k += 1
        start = k
        stop = words()["portfolios"]
        starts = {first: end for first, end, _ in self.names}
        while k < len(self.tokens) and self._gap(k - 1, k) in (" ", "-", ", ", " & "):
            if k in starts and self._gap(k - 1, k) != ", ":
                k = starts[k]
            elif (self.tokens[k].lower in stop and (self._gap(k - 1, k) != ", " or self.tokens[k].is_capital)) or (
                self.tokens[k].lower in ("and", "of", "the")
                and k + 1 < len(self.tokens)
                and (self.tokens[k + 1].lower in stop or (k + 1 in starts and self.tokens[k].lower != "of"))
            ):
                k += 1
            else:
                break
        return k if k > start else i

    def _person_name(self, i: int) -> int:
        """The token after a personal name that starts at token i; i where none does."""
        k = i
        not_names, starts = words()["not_names"], {first: (end, name) for first, end, name in self.names}
        while (
            k < len(self.tokens)
            and self.tokens[k].lower in _HONORIFICS | {"sheikh", "prince", "king", "shaikh", "general", "gen"}
            and self._gap(k, k + 1) in (" ", ". ")
        ):
            k += 1
        first = k
        while k < len(self.tokens) and k - first < 6:
            token = self.tokens[k]
            if k > first and self._gap(k - 1, k) not in (" ", "-", "'", "’", ". ", "‑", "-"):
                break
            if k > first and self._gap(k - 1, k) == ". " and len(self.tokens[k - 1].text) > 2:
                break
            if k in starts and not (k > first and self._gap(k - 1, k) == "-"):
                # a surname like "Jordan" or "Israel" may close a name, never open one
                end, name = starts[k]
                if not (k == first + 1 and end == k + 1 and name.kind == "state" and self._gap(k, end) not in (" ",)):
                    break
            if token.lower in not_names or token.text.isdigit():
                break
            if (
                token.is_capital
                or (k > first and self._gap(k - 1, k) in ("-", "‑") and token.text.isalpha())
                or (
                    token.lower in _PARTICLES
                    and k + 1 < len(self.tokens)
                    and self.tokens[k + 1].is_capital
                    and (k > first or self._gap(k, k + 1) in ("-",))
                    and token.lower not in ("of", "e", "y")
                )
            ):
                if k > first and (self._title_at(k) and self.tokens[k].lower in ("president", "minister", "secretary")):
                    break
                k += 1
                continue
            break
        if k < len(self.tokens) and self.tokens[k].text in _INSTITUTIONS and self._gap(k - 1, k) == " ":
            return i  # "Sheikh Thani bin Abdullah Foundation" is no person
        return k if k > first else i

    def _string(self, first: int, end: int) -> str:
        text = self.text[self.tokens[first].start : self.tokens[end - 1].end]
        if text.count(".") and end < len(self.tokens) and len(self.tokens[end - 1].text) == 1:
            text += "." if self.text[self.tokens[end - 1].end : self.tokens[end - 1].end + 1] == "." else ""
        return text

    def _clean_name(self, first: int, end: int) -> str:
        while first < end - 1 and self.tokens[first].lower in _HONORIFICS | {
            "sheikh",
            "king",
            "prince",
            "general",
            "gen",
        }:
            if self.tokens[first].lower in ("sheikh", "king", "prince", "general") and end - first == 2:
                break
            first += 1
        return self._string(first, end)

    # ---- grammar

    def _names_list(self, i: int, at: dict[int, tuple[int, Name]]) -> tuple[int, list[Name]] | None:
        """ "Japan, China, and South Korea": two or more actors in a row, and the token after them."""
        found: list[Name] = []
        k = i
        while k < len(self.tokens):
            start = k
            if self.tokens[k].lower == "the" and k not in at:
                k += 1
            if k not in at:
                k = start
                break
            end, name = at[k]
            found.append(name)
            k = end
            gap = self._gap(k - 1, k)
            if len(self.tokens[k - 1].text) == 1:
                gap = gap.removeprefix(".")
            if (
                k < len(self.tokens)
                and gap in (", ", " ", ",", ") ")
                and self.tokens[k].lower in ("and", "&", "as")
                and (k + 1 in at or (self.tokens[k + 1 : k + 2] and self.tokens[k + 1].lower == "the" and k + 2 in at))
            ):
                k += 1
                continue
            if gap in (", ", " & ", "/", "-", "–", "—") and k in at:
                continue
            if gap == ", " and k < len(self.tokens) and self.tokens[k].lower == "the" and k + 1 in at:
                continue
            break
        return (k, found) if found else None

    def _group(self, i: int, at: dict[int, tuple[int, Name]]) -> tuple[Mention, int] | None:
        """Several sides under one office: "U.S. and Russian officials", "foreign ministers from Japan, China and South Korea"."""
        k = i + 1 if self.tokens[i].lower == "the" and i not in at else i
        if k in at:
            listed = self._names_list(k, at)
            if listed and len(listed[1]) > 1 and all(n.kind not in ("seat",) for n in listed[1]):
                end, names = listed
                end = self._after_name(end)
                if end:
                    title = self._long_title(end)
                    if title and title[0] > end:
                        role = self._role(title[1])
                        stop, words_ = title[0], title[1]
                        person_end = (
                            self._person_name(stop)
                            if self._gap(stop - 1, stop) == " " and not words_.endswith("s")
                            else stop
                        )
                        if person_end == stop and (_is_plural(words_) or role in ("body", "official")):
                            people = [Person(None, words_, n.actor, role) for n in names]
                            # "U.S. president Trump and Russian president Putin" is not a group: the office must be plural.
                            people, stop = self._names_behind(people, stop)
                            return Mention(self.tokens[i].start, self.tokens[stop - 1].end, people, "group", True), stop
            return None
        title = self._long_title(k)
        if title and _is_plural(title[1]) and (named := self._each_named(title, at)):
            return Mention(self.tokens[i].start, self.tokens[named[1] - 1].end, named[0], "group", True), named[1]
        if title and _is_plural(title[1]) and title[0] < len(self.tokens):
            end = self._portfolio(title[0]) if self.tokens[title[0]].lower == "for" else title[0]
            if self.tokens[end : end + 1] and self.tokens[end].lower == "of":
                # "directors general of military operations of India and Pakistan"
                k2 = end + 1
                while (
                    k2 < len(self.tokens)
                    and self.tokens[k2].lower in words()["portfolios"]
                    and k2 not in at
                    and self._gap(k2 - 1, k2) == " "
                ):
                    k2 += 1
                if k2 > end + 1 and k2 < len(self.tokens) and self.tokens[k2].lower == "of":
                    end = k2
            if (
                end < len(self.tokens)
                and self.tokens[end].lower in ("from", "of", "representing")
                and self._gap(end - 1, end) == " "
            ):
                listed = self._names_list(end + 1, at)
                if listed:
                    role = self._role(title[1])
                    people = [Person(None, title[1], n.actor, role) for n in listed[1]]
                    return Mention(self.tokens[i].start, self.tokens[listed[0] - 1].end, people, "group", True), listed[
                        0
                    ]
        return None

    def _each_named(self, title: tuple[int, str], at: dict[int, tuple[int, Name]]) -> tuple[list["Person"], int] | None:
        """ "Foreign Ministers A A of Turkey and B B of Egypt", "Presidents Trump and Putin": a name, and perhaps a side, each."""
        people: list[Person] = []
        k, singular = title[0], title[1][:-1]
        role = self._role(title[1])
        while k < len(self.tokens) and self._gap(k - 1, k) in (" ", ", "):
            if people and self.tokens[k].lower == "and":
                k += 1
            stop = self._person_name(k) if k < len(self.tokens) else k
            if stop == k:
                break
            name, side, after = self._clean_name(k, stop), None, stop
            if stop + 1 < len(self.tokens) and self.tokens[stop].lower == "of" and self._gap(stop - 1, stop) == " ":
                k2 = stop + 2 if self.tokens[stop + 1].lower == "the" and stop + 1 not in at else stop + 1
                if k2 in at:
                    after, side = at[k2][0], at[k2][1].actor
            people.append(Person(name, singular, side, role))
            k = after
        return (people, k) if len(people) > 1 else None

    def _names_behind(self, people: list["Person"], end: int) -> tuple[list["Person"], int]:
        """ "Greek, Cypriot and French counterparts, A A, B B and C C": one name a side, in their order; else nothing is read."""
        names: list[str] = []
        k = end
        while k < len(self.tokens) and self._gap(k - 1, k) in (", ", " ") and len(names) < len(people):
            if self.tokens[k].lower == "and" and names:
                k += 1
            stop = self._person_name(k) if k < len(self.tokens) else k
            if stop == k:
                break
            names.append(self._clean_name(k, stop))
            k = stop
        if len(names) != len(people):
            return people, end
        return [replace(p, name=n) for p, n in zip(people, names, strict=True)], k

    def _role(self, title: str) -> str:
        keys = [w.lower() for w in WORD.findall(title)]
        for length in range(len(keys), 0, -1):
            for start in range(len(keys) - length, -1, -1):
                found = titles().get(tuple(keys[start : start + length]))
                if found:
                    return found.role
        return "official"

    def _default_actor(self, title: str) -> str | None:
        keys = [w.lower() for w in WORD.findall(title)]
        for length in range(len(keys), 0, -1):
            for start in range(len(keys) - length + 1):
                found = titles().get(tuple(keys[start : start + length]))
                if found and found.actor:
                    return found.actor
        return None

    def _office(self, i: int, at: dict[int, tuple[int, Name]]) -> tuple[Mention, int] | None:
        """[the] [Ukrainian|Ukraine's] [acting] president [of X] [for Y][,] [Name Name]"""
        k, determiner = i, None
        if (
            self.tokens[k].lower in ("the", "his", "her", "its", "their", "a", "an")
            and k not in at
            and k + 1 < len(self.tokens)
            and self._gap(k, k + 1) == " "
        ):
            determiner = self.tokens[k].lower
            k += 1
        name: Name | None = None
        first_modifier = self._modifiers(k)
        if first_modifier in at and first_modifier > k and self._gap(first_modifier - 1, first_modifier) in (" ",):
            k = first_modifier
        if k in at:
            end, name = at[k]
            if (
                name.kind in ("state", "seat")
                and i > 0
                and self.tokens[i - 1].lower in ("in", "at", "to", "from")
                and self._gap(i - 1, i) == " "
                and self._gap(end - 1, end) == " "
            ):
                return None  # "In Turkey Minister Ellwood met": where, not whose
            k = self._after_name(end)
            if not k:
                return None
            if k in at and at[k][0] - k > 2:
                return None  # "Saudi Arabia's King Salman Humanitarian Aid and Relief Centre" is an institution
            # "the UN Syria envoy": the office is the first actor's
            if (
                k in at
                and at[k][0] < len(self.tokens)
                and self._title_at(at[k][0])
                and self._gap(k - 1, k) == " "
                and self._gap(at[k][0] - 1, at[k][0]) == " "
            ):
                k = at[k][0]
        title = self._long_title(k)
        if not title:
            return None
        end, title_words = title
        role = self._role(title_words)
        end = self._portfolio(end)
        of_name, of_end = None, end
        if end < len(self.tokens) and self.tokens[end].lower in ("of", "from") and self._gap(end - 1, end) == " ":
            k2 = end + 1
            while k2 < len(self.tokens) and self.tokens[k2].lower == "the" and k2 not in at:
                k2 += 1
            if k2 not in at:
                # "minister of foreign affairs and cooperation of Rwanda"
                k3 = k2
                while (
                    k3 < len(self.tokens)
                    and k3 - k2 < 6
                    and (self.tokens[k3].lower in words()["portfolios"] or self.tokens[k3].lower in ("and", "the"))
                    and self._gap(k3 - 1, k3) in (" ", ", ")
                ):
                    k3 += 1
                if k3 > k2:
                    of_end = k3
                    if k3 < len(self.tokens) and self.tokens[k3].lower == "of":
                        k2 = k3 + 1
                        if k2 < len(self.tokens) and self.tokens[k2].lower == "the":
                            k2 += 1
            # "minister of state for X of Y", "president of the Republic of Moldova"
            while (
                k2 + 1 < len(self.tokens)
                and self.tokens[k2].lower in ("republic", "kingdom", "state", "government", "islamic")
                and k2 not in at
                and self.tokens[k2 + 1].lower in ("of", "the")
            ):
                k2 += 2 if self.tokens[k2 + 1].lower == "of" else 1
                if k2 < len(self.tokens) and self.tokens[k2].lower == "the":
                    k2 += 1
            if k2 in at:
                of_end, of_name = at[k2]
                while (
                    of_end < len(self.tokens)
                    and self._gap(of_end - 1, of_end) == " "
                    and self.tokens[of_end].text
                    in ("Commission", "Council", "Assembly", "Secretariat", "Parliament", "Bureau")
                ):
                    of_end += 1
        if of_end > end:
            end = of_end
            end = self._portfolio(end)
        actor = name or of_name
        # the person's name, straight behind or after a comma
        person, person_end = None, end
        if end < len(self.tokens):
            gap = self._gap(end - 1, end)
            if gap in (" ", "\xa0") or (gap in (", ", " ,") and (determiner or name or of_name)):
                candidate = self._person_name(end)
                if candidate > end and (gap == " " or self._is_closed(candidate) or candidate - end >= 2):
                    single_after_comma = gap != " " and candidate - end < 2
                    if not single_after_comma and not (gap != " " and candidate in at):
                        person, person_end = self._clean_name(end, candidate), candidate
        is_plural = _is_plural(title_words)
        if person and is_plural:
            person, person_end = None, end
        if (
            person
            and actor is None
            and person_end + 1 < len(self.tokens)
            and self.tokens[person_end].lower == "of"
            and self._gap(person_end - 1, person_end) == " "
        ):
            k2 = (
                person_end + 2
                if self.tokens[person_end + 1].lower == "the" and person_end + 1 not in at
                else person_end + 1
            )
            if k2 in at and at[k2][1].kind in ("state", "org", "igo", "un", "substate", "eu"):
                actor, person_end = at[k2][1], at[k2][0]
        iso = actor.actor if actor else None
        if iso is None:
            iso = self._default_actor(title_words)
        former = self.text[self.tokens[i].start : self.tokens[end - 1].end].lower()
        if re.search(r"\b(former|ex|late|then)\b", former):
            role = "former"
        if person and iso is None and person_end < len(self.tokens) and self._gap(person_end - 1, person_end) == ", ":
            behind = self._office(person_end, at)
            if behind and behind[0].kind == "office" and behind[0].people[0].actor:
                # "General Kurilla, commander of U.S. Central Command"
                iso, person_end = behind[0].people[0].actor, behind[1]
        kind = "person" if person else "group" if is_plural else "office"
        shown = title_words
        if name is not None or of_end > title[0] or end > title[0]:
            shown = self.text[self.tokens[i + 1 if determiner else i].start : self.tokens[end - 1].end]
        if (
            person is None
            and actor is None
            and iso is None
            and role != "counterpart"
            and not is_plural
            and determiner is None
        ):
            return None  # a bare noun: "leader" in running text
        if determiner in ("his", "her") and actor is None and iso is None and role != "counterpart" and not is_plural:
            role = "own"  # "the chancellor met her economy minister": of the same side
        people = [Person(person, shown, iso, role)]
        return Mention(self.tokens[i].start, self.tokens[person_end - 1].end, people, kind, is_plural), person_end

    def _after_name(self, end: int) -> int:
        """The token behind an actor's name and its possessive ending ("Pakistan's army", "U.S. army"); 0 where a stop intervenes."""
        if end < len(self.tokens) and self.tokens[end].text == "s" and self._gap(end - 1, end) in ("'", "’"):
            end += 1
        if end >= len(self.tokens):
            return 0
        allowed = (" ", "-", "' ", "’ ", "\xa0") + ((". ", ".-") if len(self.tokens[end - 1].text) == 1 else ())
        return end if self._gap(end - 1, end) in allowed else 0

    def _is_closed(self, end: int) -> bool:
        """Whether an apposition that ends before token ``end`` is closed by a comma or the end of the sentence."""
        rest = self.text[self.tokens[end - 1].end : self.tokens[end - 1].end + 1]
        return rest in ("", ",", ".", ";", ")", "\n", " ")

    def _named_then_office(self, i: int, at: dict[int, tuple[int, Name]]) -> tuple[Mention, int] | None:
        """Name Name, [the] [Libyan] interior minister [of X],"""
        token = self.tokens[i]
        if not token.is_capital or i in at:
            return None
        end = self._person_name(i)
        if end == i or (end - i < 2 and token.lower not in _HONORIFICS):
            return self._known(i, end) if end > i else None
        name = self._clean_name(i, end)
        if end < len(self.tokens) and self._gap(end - 1, end) in (", ", " (", ",  "):
            office = self._office(end, at) if self.tokens[end].lower not in ("his", "her", "its", "their") else None
            if office and office[0].kind == "office" and office[0].people[0].name is None:
                person = replace(office[0].people[0], name=name)
                return Mention(token.start, office[0].end, [person], "person"), office[1]
        return self._known(i, end)

    def _known(self, i: int, end: int) -> tuple[Mention, int] | None:
        known = known_persons()
        for stop in range(end, i, -1):
            found = known.get(self._string(i, stop).lower())
            if found and (stop - i > 1 or stop == end):
                return Mention(
                    self.tokens[i].start,
                    self.tokens[stop - 1].end,
                    [Person(self._string(i, stop), None, found[1], "")],
                    "person",
                ), stop
        if end - i >= 1 and self.tokens[i].lower in _HONORIFICS and end - i > 1:
            return Mention(
                self.tokens[i].start,
                self.tokens[end - 1].end,
                [Person(self._clean_name(i, end), None, None, "")],
                "person",
            ), end
        return None

    def _plain(self, first: int, end: int, name: Name) -> Mention:
        kind = name.kind if name.kind in ("state", "demonym", "seat") else "org"
        stop = self.tokens[end - 1].end
        if len(self.tokens[end - 1].text) == 1 and end - first > 1 and self.text[stop : stop + 1] == ".":
            stop += 1
        return Mention(self.tokens[first].start, stop, [Person(None, None, name.actor, "")], kind)


def find_mentions(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Mentions of actors in ``text[start:end]``, left to right, not overlapping; offsets are those of ``text``."""
    stop = len(text) if end is None else end
    return Scanner(text, tokenize(text[start:stop], start)).scan()


@dataclass(slots=True)
class Cast:
    """The persons of one article: what an office or a surname means once somebody was introduced."""

    by_surname: dict[str, Person] = field(default_factory=dict)
    by_title: dict[str, Person] = field(default_factory=dict)
    home: str | None = None
    """The actor that speaks as "we": of the first office that the article names."""

    def learn(self, mentions: list[Mention]) -> None:
        for mention in mentions:
            for person in mention.people:
                if self.home is None and person.actor and mention.kind in ("person", "office", "state", "org"):
                    self.home = person.actor
                if person.name:
                    key = surname(person.name)
                    old = self.by_surname.get(key)
                    if old is None or (len(old.name or "") < len(person.name)) or (not old.actor and person.actor):
                        name = max((old.name if old and old.name else "", person.name), key=len)
                        self.by_surname[key] = Person(
                            name,
                            person.title or (old.title if old else None),
                            person.actor or (old.actor if old else None),
                            person.role or (old.role if old else ""),
                        )
                if person.title and (person.actor or person.name):
                    self.by_title.setdefault(bare_title(person.title), person)

    def resolve(self, person: Person) -> Person:
        """The same person with what the article says elsewhere: full name, office, side."""
        if person.name:
            known = self.by_surname.get(surname(person.name))
            listed = known_persons().get(person.name.lower()) or known_persons().get(surname(person.name))
            if known and (len(person.name.split()) == 1 or same_given(person.name, known.name)):
                actor = person.actor or known.actor or (listed[1] if listed else None)
                name = known.name if known.name and len(known.name) >= len(person.name) else person.name
                return Person(name, person.title or known.title, actor, person.role or known.role)
            if listed and not person.actor:
                return replace(person, actor=listed[1])
            return person
        if person.title and not person.actor:
            bare = bare_title(person.title)
            known = (
                self.by_title.get(bare)
                or next((p for t, p in self.by_title.items() if bare and t.startswith(bare + " ")), None)
                or next((p for t, p in reversed(self.by_title.items()) if bare and t.endswith(" " + bare)), None)
            )
            if known and not _is_plural(person.title):
                known = self.by_surname.get(surname(known.name), known) if known.name else known
                return Person(known.name, known.title or person.title, known.actor, known.role)
        return person


def _is_plural(title: str) -> bool:
    core = re.split(r" (?:of|for|to) ", title.lower())[0]
    return core.endswith("s") and not core.endswith(("affairs", "congress", "affaires"))


def same_given(a: str | None, b: str | None) -> bool:
    """Whether two full names may be one person's: the first words agree, or one is missing."""
    x, y = (a or "").lower().split(), (b or "").lower().split()
    return len(x) < 2 or len(y) < 2 or x[0][:1] == y[0][:1] or x[0] in y or y[0] in x


def surname(name: str) -> str:
    return re.sub(r"[^\w ]+", " ", name.lower()).split()[-1] if name.strip() else ""


def bare_title(title: str) -> str:
    """The office alone: "Ukrainian president" → "president"."""
    drop = {w.lower() for key in actor_names() if len(key) == 1 for w in key}
    return " ".join(
        w.lower()
        for w in WORD.findall(title)
        if w.lower() not in drop and w.lower() not in ("s", "the", "of", "new", "acting")
    )
