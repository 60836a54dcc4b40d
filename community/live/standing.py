"""Who has an open socket may still have it: looked at now and then, whatever news was lost on its way."""

from __future__ import annotations

from community.live import background, news, sockets
from community.members.access import still_signed_in, suspended_among

LOOK_EVERY_SECONDS = 30


@news.on_return
@background.every(LOOK_EVERY_SECONDS)
def look_round() -> None:
    """Cut sockets whose sign-in ended or whose person is suspended: another process may have been killed between its
    commit and the news of it.
    """
    sign_ins, people = sockets.audiences("sign_in:"), sockets.audiences("person:")
    for number in sign_ins - still_signed_in(sign_ins):
        _cut(f"sign_in:{number}")
    for number in suspended_among(people):
        _cut(f"person:{number}")


def _cut(audience: str) -> None:
    for sid in sockets.joined(audience):
        sockets.cut(sid)
