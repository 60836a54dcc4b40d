"""News to open browsers: `on` for what they wish, `send`, `evict` and `hang_up` for what they are told.

The database is the truth, the socket is news: everything sent waits for the commit of the action that sends it. This
package is the only home of Flask-SocketIO's server; nothing else knows which road a frame takes.
"""

from community.live.events import on, start, wished_events
from community.live.news import catch_up_with, evict, follow, hang_up, send
from community.live.sockets import join, joined, leave, on_gone, socket_id

__all__ = [
    "catch_up_with",
    "evict",
    "follow",
    "hang_up",
    "join",
    "joined",
    "leave",
    "on",
    "on_gone",
    "send",
    "socket_id",
    "start",
    "wished_events",
]
