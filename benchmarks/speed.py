"""How fast articles are read and how much memory that takes, beside the tools that one would otherwise reach for.

Here are the made-up articles, one worker for each thing measured, the rounds, and how figures are printed; the command
line is ``__main__.py``. How *right* extraction is does not belong here (evaluate.py), nor how right the page parser is
(pages.py).

Each thing measured is a process of its own (``python -m benchmarks.speed TASK FOLDER``), so that its peak memory is
its own. Loading models and lexicons is not counted in articles per second. In every round each process reads the same
share of the articles, one process after the other; after the last round each has read them all. This module imports
nothing heavy: on Linux a child's peak begins at what its parent held when it started the child.
"""

import html
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260301
WORDS = (400, 800)
SHARE_WITH_EVENTS = 0.2
"""Share of articles that get paragraphs which tell events: news is mostly about something else."""


class SpeedError(Exception):
    """A measurement did not end; the message says which and what its process wrote."""


# --- the articles ---------------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return text.split()


_SLOTS: dict[str, Sequence[str]] = {
    "given": _words(
        "Amara Benedikt Chiara Dagny Emeka Farida Gustavo Halina Ibrahim Jovana Kofi Leila Mateus Nadia "
        "Oskar Paloma Rashid Sunniva Tomasz Ursula Viktor Wanjiru Yasmin Zoltan"
    ),
    "family": _words(
        "Abaza Bergsvik Carvalhais Dembinska Eskildsen Fofanah Grabowiecki Hadzic Iwuanyanwu Jallowar "
        "Kastrioti Lindqvern Mwangola Nazarbek Okonedo Petrovar Quintela Rasmusdal Solberget Tamarov "
        "Uzunoglu Vasquen Wirajaya Zubairu"
    ),
    "country": _words(
        "Argentina Bangladesh Bolivia Cameroon Denmark Ecuador Finland Ghana Hungary Indonesia Jordan "
        "Kenya Latvia Malaysia Nepal Oman Peru Romania Serbia Tunisia Uganda Vietnam Zambia"
    ),
    "people": _words(
        "Argentine Bangladeshi Bolivian Danish Finnish Ghanaian Hungarian Indonesian Jordanian Kenyan "
        "Latvian Malaysian Nepalese Omani Peruvian Romanian Serbian Tunisian Ugandan Vietnamese Zambian"
    ),
    "city": _words(
        "Aarhus Accra Arequipa Bergen Bursa Cebu Constanta Dakar Durban Galway Gdansk Izmir Kumasi "
        "Lusaka Mombasa Oulu Pokhara Quito Riga Sfax Tampere Valdivia"
    ),
    "role": (
        "a harbour pilot",
        "a retired judge",
        "an economist at a local bank",
        "a spokesman for the port authority",
        "the head of the growers’ association",
        "a deputy mayor",
        "a teacher",
        "an opposition deputy",
        "the chief engineer",
        "a meteorologist",
        "a shopkeeper",
        "the union’s secretary",
    ),
    "body": (
        "the statistics office",
        "the central bank",
        "the audit court",
        "the transport ministry",
        "the health ministry",
        "the electoral commission",
        "the regional council",
        "the national grid operator",
        "the meteorological service",
        "the chamber of commerce",
    ),
    "thing": _words(
        "wheat rice copper cement fertiliser diesel coffee timber cotton fish electricity steel cocoa milk"
    ),
    "work": (
        "the second runway",
        "a ring road",
        "the fishing harbour",
        "the old market hall",
        "a solar plant",
        "the tram depot",
        "the provincial hospital",
        "a flood barrier",
        "the railway bridge",
        "a desalination plant",
    ),
    "month": _words("January February March April May June July August September October November December"),
    "day": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "season": ("spring", "summer", "autumn", "winter", "harvest season", "rainy season"),
    "team": ("United", "Rovers", "Athletic", "the Mariners", "the Highlanders", "the Railwaymen"),
    "tail": (
        ", {body} said on {day}",
        ", according to figures from {body}",
        ", said {given} {family}, {role}",
        ", residents of {city} say",
        ", although {body} disputes the figure",
        ", and few in {city} expect that to change before {month}",
        " for the first time since {year}",
        "",
        "",
        "",
    ),
}

_SENTENCES = (
    "The price of {thing} in {country} rose by {pct} per cent in {month}{tail}.",
    "Exports of {thing} from {country} fell to {n} tonnes in the first half of the year{tail}.",
    "Shops in {city} have sold {pct} per cent less {thing} than in the same {season} a year ago{tail}.",
    "The currency lost another {pct} per cent against its neighbours’ on {day}, the worst week since {year}.",
    "Builders have been at work on {work} in {city} since {month} {year}, and only half of it is finished{tail}.",
    "Nobody has yet explained why {work} cost three times as much as planned{tail}.",
    "Heavy rain closed the road between {city} and the coast on {day}, leaving {n} lorries in a queue{tail}.",
    "Temperatures in the north of {country} will climb above thirty degrees by the weekend{tail}.",
    "A court in {city} ruled on {day} that the licence for {work} had been issued in breach of the planning law.",
    "The judges gave the company until the end of {month} to hand over its books{tail}.",
    "Parliament in {country} has put off the vote on the pension law until {month}, after {n} amendments were tabled.",
    "“We were told in {month} that it would be quick, and here we are,” said {given} {family}, {role} in {city}.",
    "“People are tired of hearing about plans,” {given} {family} told reporters outside the town hall.",
    "{given} {family}, {role}, has lived in {city} for {small} years and never saw the river rise this high.",
    "Turnout reached {pct} per cent by noon, a little lower than in {year}{tail}.",
    "The opposition accuses {body} of having counted the ballots of {n} voters twice.",
    "Police in {city} detained {small} people after a march over the price of {thing} and let most go by {day}.",
    "The {people} national team lost three to one in {city}, with {family} sent off before half time.",
    "{team} have won only {small} of their matches this {season}, and the stands in {city} are half empty.",
    "The museum in {city} reopens on {day} with a show of {n} photographs taken by {given} {family} in the {year}s.",
    "Farmers around {city} planted {pct} per cent more {thing} this {season}, betting that the rains would come early.",
    "A fire in a warehouse destroyed {n} tonnes of {thing} on {day} night; nobody was hurt{tail}.",
    "The airline has cancelled its morning flights from {city}, blaming a shortage of crews{tail}.",
    "Hospitals in {country} treated {n} patients for dengue fever in {month}, twice the usual number{tail}.",
    "Schools stayed shut in {small} districts because the heating had failed{tail}.",
    "The ferry to the islands runs only twice a week now, which has made {thing} scarce and dear{tail}.",
    "Unemployment among the young stands at {pct} per cent in {country}, higher than anywhere else in the region.",
    "A survey of {n} households by {body} found that one family in {small} had cut back on meals.",
    "In {year}, when the mine was closed, {city} lost a third of its people, and the trams stopped running.",
    "The company, which employs {n} people in {country}, did not answer questions sent to it on {day}.",
    "It is the third resignation from the cabinet since {month}, and the newspapers in {city} speak of a crisis.",
    "The minister’s critics say that he has never set foot in {city}, where most of the damage was done.",
    "{family} was born in {city}, studied law, and spent {small} years as {role} before entering politics.",
    "Prices at the fish market follow the fuel bill of the boats, which has gone up by {pct} per cent since {month}.",
    "The drought has emptied {small} of the reservoirs on which {city} depends{tail}.",
    "Engineers found cracks in {small} pillars of the bridge, and trains now cross it at walking pace.",
    "Historians still quarrel over what became of the {n} letters that the archive in {city} sold in {year}.",
    "The new timetable, in force since {day}, leaves the villages north of {city} without a bus after six.",
    "Inflation, which had been falling since {month}, is back at {pct} per cent{tail}.",
    "Whether the {season} will bring relief is anybody’s guess, {given} {family} said.",
)

_NEAR = (
    "Nobody expects the talks with the unions to go anywhere before {month}.",
    "The town council of {city} will discuss the bus fares again on {day}{tail}.",
    "The company signed up {n} customers in {country} last year, fewer than it had hoped for.",
    "{given} {family} spoke for an hour about the price of {thing} and took no questions.",
    "The budget sets aside {n} million for roads, {pct} per cent less than in {year}{tail}.",
    "Critics of the deal say that {country} would have done better to keep its {thing} at home.",
    "The bank refused the owners of {work} a second loan worth {n} million{tail}.",
    "The coach met the press in {city} on {day} and would not say whether {family} was fit to play.",
    "An agreement between landlords and tenants is overdue, says {given} {family}, {role}.",
    "The contract for {work} was worth {n} million when it was awarded in {year}.",
    "The two sides in the dispute over {work} have not exchanged a word since {month}.",
    "Aid workers in {city} complain that their lorries are held at the customs yard for {small} days{tail}.",
)
SHARE_NEAR = 0.2
"""Share of sentences with words that an event could hang on, and none that does. Extraction parses these."""

_MENU = _words("World Politics Economy Culture Sport Weather Opinion Travel Science Letters Archive Crossword")


@dataclass(frozen=True)
class Made:
    """One article as the generator made it."""

    id: str
    title: str
    author: str
    published: date
    paragraphs: tuple[str, ...]
    tells_events: bool

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def event_paragraphs() -> list[str]:
    """Paragraphs that tell events: our own coded texts and what the bundled newsroom's events are quoted from."""
    from pipelines.newsroom import load_expected

    found = []
    practice = (ROOT / "tests" / "eval" / "practice.jsonl").read_text(encoding="utf-8").splitlines()
    for row in [*map(json.loads, practice), *load_expected(ROOT / "data" / "newsroom")]:
        quotes = [q for kind in ("meetings", "pledges", "agreements") for event in row[kind] for q in event["evidence"]]
        found += [p for p in row["text"].split("\n") if any(quote in p for quote in quotes)]
    return [" ".join(p.split()) for p in found if len(p.split()) <= 150]


def make_articles(n: int, telling: Sequence[str], seed: int = SEED) -> Iterator[Made]:
    """``n`` articles of 400–800 words, the same for the same arguments; ``telling`` are the paragraphs with events."""
    rng = random.Random(seed)
    with_events = set(rng.sample(range(n), max(1, round(n * SHARE_WITH_EVENTS))))
    for number in range(n):
        target = rng.randint(WORDS[0], WORDS[1] - 60)
        paragraphs = rng.sample(telling, 2) if number in with_events else []
        count = sum(len(p.split()) for p in paragraphs)
        plain, near = _deck(rng, _SENTENCES), _deck(rng, _NEAR)
        while count < target:
            decks = (near if rng.random() < SHARE_NEAR else plain for _ in range(rng.randint(1, 3)))
            sentences = [_fill(rng, next(deck)) for deck in decks]
            # the last paragraph may not carry the article over the limit
            while len(sentences) > 1 and count + sum(len(s.split()) for s in sentences) > target + 40:
                sentences.pop()
            paragraphs.append(" ".join(sentences))
            count += len(paragraphs[-1].split())
        rng.shuffle(paragraphs)
        yield Made(
            id=f"made-{number:05}",
            title=_fill(rng, "{city} waits for {thing} as the {season} ends"),
            author=_fill(rng, "{given} {family}"),
            published=date(2025, 1, 1) + timedelta(days=rng.randrange(365)),
            paragraphs=tuple(paragraphs),
            tells_events=number in with_events,
        )


def _deck(rng: random.Random, templates: Sequence[str]) -> Iterator[str]:
    """Without end, and none again before all have been."""
    while True:
        yield from rng.sample(templates, len(templates))


def _fill(rng: random.Random, template: str) -> str:
    values: dict[str, object] = {name: rng.choice(choices) for name, choices in _SLOTS.items() if name != "tail"}
    values |= {
        "n": f"{rng.randrange(100, 90_000):,}",
        "pct": rng.randrange(2, 60),
        "small": rng.choice(("two", "three", "four", "five", "seven", "nine", "eleven")),
        "year": rng.randrange(1960, 2020, 10),
    }
    tail = str(rng.choice(_SLOTS["tail"])).format_map(values) if "{tail}" in template else ""
    sentence = template.format_map({**values, "tail": tail})
    return sentence[:1].upper() + sentence[1:]


def page(article: Made) -> str:
    """The article as a news site serves it: metadata, menu, teasers and scripts around it, about 100 kB in all."""
    rng = random.Random(article.id)
    e = html.escape
    links = "".join(f'<li><a href="/{m.lower()}/{i}">{m} {i}</a></li>' for m in _MENU for i in range(12))
    teasers = "".join(
        f'<div class="teaser"><a href="/t/{i}"><img src="/i/{i}.jpg" alt="">'
        f"<h3>{e(_fill(rng, '{city} counts its {thing}'))}</h3></a><p>{e(_fill(rng, rng.choice(_SENTENCES)))}</p></div>"
        for i in range(24)
    )
    state = json.dumps({f"widget-{i}": {"id": rng.getrandbits(64), "on": bool(i % 2)} for i in range(1000)})
    style = "".join(f".c{i}{{margin:{i % 9}px;color:#{rng.getrandbits(24):06x}}}" for i in range(700))
    linked = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": f"{article.published}T08:00:00Z",
            "author": {"@type": "Person", "name": article.author},
        }
    )
    body = "\n".join(f"<p>{e(p)}</p>" for p in article.paragraphs)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{e(article.title)} | The Benchmark</title>
<meta property="og:type" content="article"><meta property="og:title" content="{e(article.title)}">
<link rel="canonical" href="http://benchmark.example/{article.id}">
<script type="application/ld+json">{linked}</script><style>{style}</style></head>
<body><header><nav><ul>{links}</ul></nav></header>
<main><article><h1>{e(article.title)}</h1><p class="byline">By {e(article.author)}</p>
<time datetime="{article.published}">{article.published:%d %B %Y}</time>
{body}
</article></main><aside>{teasers}</aside>
<footer><p>The Benchmark is made up.</p></footer><script>window.state = {state}</script></body></html>
"""


def write_corpus(folder: Path, n: int) -> None:
    """``n`` articles as ``articles.jsonl`` and ``pages/*.html`` in ``folder``."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        for made in make_articles(n, event_paragraphs()):
            row = {"id": made.id, "title": made.title, "published": f"{made.published}", "text": made.text}
            out.write(json.dumps(row) + "\n")
            (folder / "pages" / f"{made.id}.html").write_text(page(made), encoding="utf-8")


# --- what is measured: each runs in a process of its own ------------------------------------------------------------

Counts = dict[str, int]
Work = Callable[[Iterator[Mapping[str, str]], Path], Counts]


def _extraction() -> Work:
    from pipelines.extraction.document import Extractor
    from pipelines.extraction.events import Article

    extractor = Extractor()

    def work(rows: Iterator[Mapping[str, str]], folder: Path) -> Counts:
        articles = (Article(row["id"], row["text"], row["title"], row["published"]) for row in rows)
        return _counted(extractor.extract(articles, on_error=_raise))

    return work


def _html_to_events() -> Work:
    from pipelines.extraction.document import Extractor
    from pipelines.extraction.events import Article
    from pipelines.scraping.parse import parse_page

    extractor, fetched_at = Extractor(), datetime.now(UTC).replace(tzinfo=None)

    def articles(rows: Iterator[Mapping[str, str]], folder: Path) -> Iterator[Article]:
        for row in rows:
            url = f"http://benchmark.example/{row['id']}"
            parsed = parse_page(_page_of(row, folder), url, fetched_at=fetched_at)
            published = f"{parsed.published.at:%Y-%m-%d}" if parsed.published else None
            yield Article(row["id"], parsed.text, parsed.title, published)

    def work(rows: Iterator[Mapping[str, str]], folder: Path) -> Counts:
        return _counted(extractor.extract(articles(rows, folder), on_error=_raise))

    return work


def _trafilatura() -> Work:
    import trafilatura

    def work(rows: Iterator[Mapping[str, str]], folder: Path) -> Counts:
        return {"words": sum(len((trafilatura.extract(_page_of(row, folder)) or "").split()) for row in rows)}

    return work


def _trafilatura_and_spacy() -> Work:
    import spacy
    import trafilatura

    from pipelines.settings import settings

    nlp = spacy.load(settings().spacy_model)

    def work(rows: Iterator[Mapping[str, str]], folder: Path) -> Counts:
        texts = (trafilatura.extract(_page_of(row, folder)) or "" for row in rows)
        # Small batches are kind to it: spaCy's own default holds 256 articles, for no gain in speed here.
        docs = nlp.pipe(texts, batch_size=8)
        return {"words": sum(len(doc.text.split()) for doc in docs)}

    return work


def _counted(found: Iterator[Any]) -> Counts:
    counts = {"articles_with_events": 0, "sentences": 0, "parsed": 0}
    for events in found:
        counts["articles_with_events"] += bool(events.meetings or events.pledges or events.agreements)
        counts["sentences"] += events.n_sentences
        counts["parsed"] += events.n_candidates
    return counts


def _raise(_: Any, error: Exception) -> None:
    raise error


def _page_of(row: Mapping[str, str], folder: Path) -> bytes:
    return (folder / "pages" / f"{row['id']}.html").read_bytes()


_WORK: dict[str, Callable[[], Work]] = {
    "extraction": _extraction,
    "html_to_events": _html_to_events,
    "trafilatura": _trafilatura,
    "trafilatura_and_spacy": _trafilatura_and_spacy,
}


def _rows(folder: Path, part: int, parts: int) -> Iterator[Mapping[str, str]]:
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, part, None, parts))


def _worker(task: str, folder: Path) -> None:
    """Load, warm up on one article, say so; then read the share that each line asks for, and report it in a line."""
    work = _WORK[task]()
    work(_rows(folder, 0, 1_000_000), folder)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        part, parts = map(int, line.split())
        wall, cpu = time.perf_counter(), time.process_time()
        counts = work(_rows(folder, part, parts), folder)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS, KiB elsewhere
        peak_mb = peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
        print(json.dumps({"seconds": wall, "cpu_seconds": cpu, "peak_mb": peak_mb, "counts": counts}), flush=True)


# --- rounds ---------------------------------------------------------------------------------------------------------

EXTRACTION, TWO, HTML, PLAIN, SPACY = (
    "extraction",
    "extraction, two processes",
    "HTML to events",
    "trafilatura alone",
    "trafilatura + full spaCy",
)
_TASKS = {
    EXTRACTION: ("extraction", 1),
    TWO: ("extraction", 2),
    HTML: ("html_to_events", 1),
    PLAIN: ("trafilatura", 1),
    SPACY: ("trafilatura_and_spacy", 1),
}
RATIOS = ((HTML, SPACY), (EXTRACTION, SPACY), (HTML, PLAIN), (TWO, EXTRACTION))
"""What is divided by what."""


@dataclass(frozen=True)
class Measured:
    """One task in one round."""

    articles: int
    articles_per_s: float
    cpu_ms: float
    """Processor time per article, in milliseconds: other work on the machine changes it little."""
    peak_mb: float
    """The most that its processes have held since they began, added up, in MB (10^6 bytes)."""
    counts: Mapping[str, int]


class _Task:
    """The processes of one task, started and warm."""

    def __init__(self, name: str, folder: Path, stack: ExitStack) -> None:
        self.name = name
        task, processes = _TASKS[name]
        # One core a process, for all alike: numerical libraries would take every core, and processes fight over them.
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self.workers = []
        for _ in range(processes):
            worker = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.speed", task, str(folder)],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(worker)
            stack.callback(worker.kill)  # before the wait that Popen's own exit is; harmless when it has ended
            self.workers.append(worker)
        for worker in self.workers:
            self._told(worker)

    def measure(self, share: int, shares: int, articles: int) -> Measured:
        """Read one of ``shares`` shares of the corpus, ``articles`` in number.

        Raises:
            SpeedError: a process ended before it reported.
        """
        for number, worker in enumerate(self.workers):
            assert worker.stdin
            worker.stdin.write(f"{share + shares * number} {shares * len(self.workers)}\n")
            worker.stdin.flush()
        reports = [self._told(worker) for worker in self.workers]
        return Measured(
            articles=articles,
            articles_per_s=articles / max(report["seconds"] for report in reports),
            cpu_ms=sum(report["cpu_seconds"] for report in reports) / articles * 1000,
            peak_mb=sum(report["peak_mb"] for report in reports),
            counts={key: sum(report["counts"][key] for report in reports) for key in reports[0]["counts"]},
        )

    def _told(self, worker: "subprocess.Popen[str]") -> dict[str, Any]:
        assert worker.stdout
        if line := worker.stdout.readline():
            return dict(json.loads(line))
        raise SpeedError(f"The process that measures “{self.name}” ended with code {worker.wait()}; it says why above.")


def run(
    folder: Path, n: int, rounds: int, on_progress: Callable[[str], None] = lambda _: None
) -> list[dict[str, Measured]]:
    """Every task over ``n`` articles, written to ``folder``, in ``rounds`` shares. Each round begins with another task.

    Raises:
        SpeedError: a measurement did not end.
    """
    on_progress("writing articles")
    subprocess.run([sys.executable, "-m", "benchmarks.speed", "write", str(folder), str(n)], cwd=ROOT, check=True)
    results = []
    with ExitStack() as stack:
        on_progress("loading")
        tasks = [_Task(name, folder, stack) for name in _TASKS]
        for number in range(rounds):
            measured = {}
            turn = number % len(tasks)
            for task in tasks[turn:] + tasks[:turn]:
                on_progress(f"round {number + 1} of {rounds}: {task.name}")
                measured[task.name] = task.measure(number, rounds, len(range(number, n, rounds)))
            results.append(measured)
    return results


# --- printing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ratio:
    """One task's figures divided by another's: speed round by round, memory at the end."""

    speed: float
    """The median of the rounds."""
    slowest: float
    fastest: float
    memory: float


def ratio(results: Sequence[Mapping[str, Measured]], a: str, b: str) -> Ratio:
    """``a`` ÷ ``b``."""
    speeds = [r[a].articles_per_s / r[b].articles_per_s for r in results]
    memory = results[-1][a].peak_mb / results[-1][b].peak_mb
    return Ratio(statistics.median(speeds), min(speeds), max(speeds), memory)


def render(results: Sequence[Mapping[str, Measured]]) -> str:
    """What a person reads."""

    def total(name: str, count: str) -> int:
        return sum(r[name].counts[count] for r in results)

    n = sum(r[EXTRACTION].articles for r in results)
    lines = [
        f"{n} made-up articles of {total(PLAIN, 'words') / n:.0f} words: events found in "
        f"{total(EXTRACTION, 'articles_with_events') / n:.0%}, "
        f"{total(EXTRACTION, 'parsed') / total(EXTRACTION, 'sentences'):.0%} of sentences parsed.",
        f"Rounds: {len(results)}, figures are medians; loading is not counted; one core a process.",
        "",
        f"  {'':<44}{'articles/s':>12}{'CPU ms/article':>16}{'peak MB':>9}",
    ]
    for name in _TASKS:
        rate = statistics.median(r[name].articles_per_s for r in results)
        cpu = statistics.median(r[name].cpu_ms for r in results)
        lines.append(f"  {name:<44}{rate:>12.1f}{cpu:>16.1f}{results[-1][name].peak_mb:>9.0f}")
    lines += ["", f"  {'':<44}{'speed':>12}{'lowest–highest':>16}{'memory':>9}"]
    for a, b in RATIOS:
        r = ratio(results, a, b)
        spread = f"{r.slowest:.2f}–{r.fastest:.2f}"
        lines.append(f"  {f'{a} ÷ {b}':<44}{r.speed:>12.2f}{spread:>16}{r.memory:>9.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write_corpus(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        _worker(sys.argv[1], Path(sys.argv[2]))
