"""Write a new migration from the difference between the models and the newest migration; read it before you commit it.

MOI_ENV=demo MOI_DATA_DIR=/tmp/shape .venv/bin/python tools/revision.py "what changes"
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alembic import command

from app import create_app
from community.commands import alembic_config, upgrade_database
from community.config import read_settings

settings = read_settings()
with create_app(settings).app_context():
    upgrade_database()
    command.revision(alembic_config(settings.database_url), sys.argv[1], autogenerate=True)
