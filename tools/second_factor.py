"""Print the present second-factor code of a demo account: `.venv/bin/python tools/second_factor.py ALIAS`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pyotp

data = Path(os.environ.get("MOI_DATA_DIR") or Path(__file__).resolve().parent.parent / "var")
for accounts in json.loads((data / "demo-people.json").read_text()).values():
    for account in accounts:
        if account["alias"] in sys.argv[1:] and "totp_secret" in account:
            print(pyotp.TOTP(account["totp_secret"]).now())
