"""Names: suggested ones, whose they are already, and the bird that goes with them (L3)."""

from __future__ import annotations

from community.members import naming


def test_L3_suggestions_are_six_different_names_nobody_carries(app, cast):
    cast.guest("rustige wulp")
    drawn = naming.suggestions()
    assert len({each.name for each in drawn}) == 6
    assert "rustige wulp" not in {each.name for each in drawn}


def test_a_kept_suggestion_comes_first_and_looks_the_same_each_time(app):
    first, second = naming.suggestions(keep="rustige wulp")[0], naming.nickname_for("rustige wulp")
    assert first == second and first.bird == "wulp"
    assert naming.suggestions(keep="iets anders")[0].name != "iets anders"


def test_L3_a_name_of_a_member_or_of_the_team_is_known_whatever_its_case(noor, mila):
    for name in ("NOOR", "Dappere Kievit", "mila"):
        assert naming.is_carried_by_member(name)
    assert not naming.is_carried_by_member("rustige wulp")


def test_L3_refused_names_come_with_the_reason(app):
    assert "echte naam" in naming.nickname_problem("Jan de Vries")
    assert naming.nickname_problem("zee ver weg") is None


def test_a_bird_is_nobodys_alone_but_an_alias_and_a_made_up_name_are(app, cast, noor, mila):
    cast.guest("rustige wulp")
    for name in ("rustige wulp", "dappere kievit"):
        assert naming.nickname_problem(name) is None
    assert naming.alias_problem("rustige wulp") is None
    for name in ("noor", "Mila"):
        assert naming.nickname_problem(name) and naming.alias_problem(name)
    assert naming.alias_problem("dappere kievit")


def test_a_guest_may_keep_their_name_as_alias_unless_it_is_somebodys_alias(app, noor):
    assert naming.alias_problem("kalme grutto", own_name="kalme grutto") is None
    assert naming.alias_problem("noor", own_name="Noor")
