"""Trying out: example people, example content, ready guests. Exists only where MOI_ENV is demo; each feature registers
how it fills its own tables, so that nothing here knows a feature.
"""

from __future__ import annotations

from flask import Flask

from community.demo import commands


def init_app(app: Flask) -> None:
    """Attach the commands, in demo only: outside it neither file, commands nor accounts exist."""
    if app.config["MOI_IS_DEMO"]:
        app.cli.add_command(commands.demo)
