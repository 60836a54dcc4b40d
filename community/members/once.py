"""What is shown once: passphrase and recovery codes wait, sealed, in this browser's sign-in until they are read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from community import clock, crypto, db
from community.members.models import SignIn

WAITS = timedelta(minutes=15)
PURPOSE = "sign_ins.once"


@dataclass(frozen=True)
class Secrets:
    """passphrase: the made one, empty when it was chosen; codes: recovery codes, empty when they stay as they are."""

    passphrase: str = ""
    codes: tuple[str, ...] = ()


def keep(sign_in: SignIn, secrets: Secrets) -> None:
    """Let the next page of this browser show them. Inside an action."""
    held = {"at": clock.now().isoformat(), **asdict(secrets)}
    sign_in.once_sealed = crypto.seal(json.dumps(held), PURPOSE)


@db.action
def take(sign_in_id: int) -> Secrets | None:
    """What waits to be shown, and then no more; None when it was shown, or waited too long."""
    sign_in = db.session().get_one(SignIn, sign_in_id, with_for_update=True)
    sealed, sign_in.once_sealed = sign_in.once_sealed, None
    if sealed is None:
        return None
    held = json.loads(crypto.unseal(sealed, PURPOSE))
    if datetime.fromisoformat(held["at"]) + WAITS < clock.now():
        return None
    return Secrets(held["passphrase"], tuple(held["codes"]))
