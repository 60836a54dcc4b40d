"""L6: forgetting by itself, all of it in one run, and no part keeps another from it."""

from __future__ import annotations

from typing import Any

from community import retention


def test_L6_one_run_lets_every_slice_forget(app: Any):
    parts = {run.__module__.split(".")[0] for run in retention._runs} | {run.__module__ for run in retention._runs}
    assert {"chat", "spreekuur", "forums"} <= parts or {"chat", "spreekuur"} <= parts
    assert "community.members.retention" in parts and "community.moderation.retention" in parts
    done = app.test_cli_runner().invoke(args=["retention", "run"])
    assert done.exit_code == 0 and "failed" not in done.output


def test_a_part_that_fails_does_not_keep_the_others(app: Any, monkeypatch: Any):
    def broken() -> dict[str, int]:
        raise ValueError

    monkeypatch.setattr(retention, "_runs", [broken, lambda: {"other": 2}])
    counts = retention.run_all()
    assert counts["other"] == 2 and any(name.startswith("failed") for name in counts)


def test_contract_a_run_that_failed_in_part_ends_with_1(app, monkeypatch):
    monkeypatch.setattr(retention, "_runs", [lambda: {"other": 2}])
    assert app.test_cli_runner().invoke(args=["retention", "run"]).exit_code == 0
    monkeypatch.setattr(retention, "_runs", [lambda: {"other": 2}, lambda: 1 / 0])
    done = app.test_cli_runner().invoke(args=["retention", "run"])
    assert done.exit_code == 1 and "other: 2" in done.output
