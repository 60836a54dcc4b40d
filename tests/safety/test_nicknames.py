"""A guest gets a name at once: an adjective and a bird of the region (house law L3)."""

from __future__ import annotations

from random import Random

from community.safety import names, nicknames


def test_L3_there_are_enough_adjectives_and_birds_and_none_twice():
    for words, least in ((nicknames.adjectives(), 80), (nicknames.birds(), 40)):
        assert len(words) >= least
        assert len(set(words)) == len(words)
        assert all(word.isalpha() and word.islower() for word in words)


def test_L3_every_name_that_can_be_suggested_may_be_used():
    pairs = [f"{adjective} {bird}" for adjective in nicknames.adjectives() for bird in nicknames.birds()]
    assert {pair: names.name_problem(pair) for pair in pairs if names.name_problem(pair)} == {}


def test_L3_suggestions_are_different_and_the_same_for_the_same_chance():
    suggested = nicknames.suggest(30, Random(1))
    assert len({each.name for each in suggested}) == 30
    assert suggested == nicknames.suggest(30, Random(1)) != nicknames.suggest(30, Random(2))
    for each in suggested:
        adjective, bird = each.name.split()
        assert adjective in nicknames.adjectives() and bird in nicknames.birds()
        assert each.bird in nicknames.drawn_birds() and each.tint in nicknames.TINTS


def test_L3_a_taken_name_is_not_suggested_in_whatever_case():
    first = nicknames.suggest(20, Random(3))
    again = nicknames.suggest(20, Random(3), taken=[each.name.upper() for each in first])
    assert {each.name for each in first}.isdisjoint(each.name for each in again)


def test_L3_when_every_pair_is_taken_two_adjectives_are_used():
    pairs = [f"{adjective} {bird}" for adjective in nicknames.adjectives() for bird in nicknames.birds()]
    longer = nicknames.suggest(10, Random(4), taken=pairs)
    assert len({each.name for each in longer}) == 10
    for each in longer:
        assert len(each.name.split()) == 3 and len(each.name) <= nicknames.MAX_NAME_CHARS
        assert names.name_problem(each.name) is None


def test_L3_the_last_free_pair_is_still_found():
    pairs = [f"{adjective} {bird}" for adjective in nicknames.adjectives() for bird in nicknames.birds()]
    free = pairs.pop(1_234)
    assert [each.name for each in nicknames.suggest(1, Random(5), taken=pairs)] == [free]


def test_L3_a_name_gets_the_bird_it_mentions_and_any_other_name_some_bird():
    for drawn in nicknames.drawn_birds():
        assert nicknames.drawing_for(f"Stille {drawn.upper()}", Random(6)) == drawn
    assert all(nicknames.drawing_for(bird, Random(6)) in nicknames.drawn_birds() for bird in nicknames.birds())
    by_chance = {nicknames.drawing_for("mist op zee", Random(seed)) for seed in range(60)}
    assert len(by_chance) > 5 and by_chance <= set(nicknames.drawn_birds())
