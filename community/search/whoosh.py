"""The embedded engine, the only home of Whoosh. It knows stems and weights, no Dutch and no database.

Whoosh has one writer: who finds it taken leaves the work to the one that has it. Readers see a commit of any process at
their next search. One document per thing, and one that says how far the notes were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from whoosh import index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.writing import CLEAR

from community.search import dutch
from community.search.registry import SearchDocument
from community.search.synonyms import Synonyms
from community.search.vocabulary import Vocabulary
from community.search.wishes import Wish, wish_of

TIMES = {"title": 5, "words": 2, "body": 1}
"""How often what stands there is counted: one field to search in costs a third of three."""
SCORING = BM25F(B=0.5, K1=2.0)
"""A word said more often counts more, a long text a little less."""
POSITION = "position"
VERSION = "2"
"""Raise when the schema changes: an index of another version is made anew."""
Pair = tuple[str, str]


class Hit(NamedTuple):
    kind: str
    key: str
    score: float


class Found(NamedTuple):
    """hits: best first; meant: what the query was read as when words were unknown, else ""."""

    hits: list[Hit]
    meant: str = ""


def _schema() -> Schema:
    plain = SpaceSeparatedTokenizer()
    text = TEXT(analyzer=plain, phrase=False)
    schema = Schema(id=ID(unique=True, sortable=True), kind=ID(), position=STORED(), text=text)
    schema.add("lexicon_*", TEXT(analyzer=plain, phrase=False), glob=True)
    return schema


class Engine:
    """An index in a folder of its own. Safe to use from several threads and beside other processes."""

    def __init__(self, folder: Path):
        self._folder = folder / f"v{VERSION}"
        self._lock = RLock()
        self._index: Any = None
        self._searcher: Searcher | None = None
        self._vocabularies: dict[str, Vocabulary] = {}

    def position(self) -> int | None:
        """Up to which note this index was written; None when there is no index yet."""
        with self._lock:
            searcher = self._fresh()
            found = searcher.document(id=POSITION) if searcher else None
            return found[POSITION] if found else None

    def write(self, changed: Iterable[Pair], documents: Iterable[SearchDocument], position: int) -> bool:
        """Take documents in and all else that changed out. False when another writer is busy."""
        with self._lock:
            writer = self._writer()
            if writer is None:
                return False
            for kind, key in changed:
                writer.delete_by_term("id", f"{kind}:{key}")
            for document in documents:
                writer.update_document(**_row(document))
            writer.update_document(id=POSITION, position=position)
            writer.commit()
            return True

    def replace(self, documents: Iterable[SearchDocument], position: int) -> bool:
        """Make the whole index anew; readers see the old one until it is done. False when another writer is busy."""
        with self._lock:
            writer = self._writer()
            if writer is None:
                return False
            for document in documents:
                writer.add_document(**_row(document))
            writer.add_document(id=POSITION, position=position)
            writer.commit(mergetype=CLEAR)
            return True

    def find(self, kinds: Sequence[str], text: str, most: int, synonyms: Synonyms) -> Found:
        """Things of these kinds with all parts of the text, or with as many as there are; best first."""
        with self._lock:
            searcher = self._fresh()
            if searcher is None:
                return Found([])
            wish = wish_of(text, self._vocabulary(searcher, kinds), synonyms)
            within = query.Or([query.Term("kind", kind) for kind in kinds])
            hits = self._hits(searcher, _all(wish), within, most) or self._hits(searcher, _some(wish), within, most)
            return Found(hits, wish.meant)

    def _hits(self, searcher: Searcher, wish: query.Query, within: query.Query, most: int) -> list[Hit]:
        if not wish.is_leaf() and not list(wish.leaves()):
            return []
        results = searcher.search(wish, filter=within, limit=most)
        names = searcher.reader().column_reader("id")
        found = ((names[number].partition(":"), score) for score, number in results.top_n)
        return [Hit(kind, key, score) for (kind, _colon, key), score in found]

    def _writer(self) -> Any:
        try:
            return self._opened().writer(timeout=0.0)
        except index.LockError:
            return None

    def _opened(self) -> Any:
        """The index, made if there is none."""
        if self._index is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            there = index.exists_in(str(self._folder))
            self._index = index.open_dir(str(self._folder)) if there else index.create_in(str(self._folder), _schema())
        return self._index

    def _fresh(self) -> Searcher | None:
        """A searcher that sees the newest commit of any process."""
        if self._index is None and not index.exists_in(str(self._folder)):
            return None
        if self._searcher is None:
            self._searcher = self._opened().searcher(weighting=SCORING)
        newer = self._searcher.refresh()
        if newer is not self._searcher:
            self._searcher, self._vocabularies = newer, {}
        return self._searcher

    def _vocabulary(self, searcher: Searcher, kinds: Sequence[str]) -> Vocabulary:
        name = ",".join(kinds)
        if name not in self._vocabularies:
            reader = searcher.reader()
            fields = [f"lexicon_{kind}" for kind in kinds]
            there = set(reader.indexed_field_names())
            words = {word.decode() for field in fields if field in there for word in reader.lexicon(field)}
            self._vocabularies[name] = Vocabulary(words)
        return self._vocabularies[name]


def _row(document: SearchDocument) -> dict[str, Any]:
    texts = {"title": document.title, "words": document.words, "body": document.body}
    stems = [stem for name, text in texts.items() for stem in list(dutch.stems(text)) * TIMES[name]]
    row: dict[str, Any] = {"text": " ".join(stems), "id": f"{document.kind}:{document.key}", "kind": document.kind}
    row[f"lexicon_{document.kind}"] = " ".join({word for text in texts.values() for word in dutch.words(text)})
    return row | ({"_boost": document.boost} if document.boost != 1 else {})


def _any_of(part: dict[str, float]) -> query.Query:
    return query.Or([query.Term("text", stem, boost=weight) for stem, weight in part.items()])


def _all(wish: Wish) -> query.Query:
    return query.And([_any_of(part) for part in wish.parts])


def _some(wish: Wish) -> query.Query:
    return query.Or([_any_of(part) for part in wish.parts])
