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
    assert "echte naam" in naming.problem_with("Jan de Vries")
    assert naming.problem_with("zee ver weg") is None


def test_two_guests_may_meet_under_one_name(app, cast):
    cast.guest("rustige wulp")
    assert naming.problem_with("rustige wulp") is None
