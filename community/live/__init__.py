"""News to open browsers: `on` for what they wish, `send`, `evict` and `hang_up` for what they are told.

The database is the truth, the socket is news: everything sent waits for the commit of the action that sends it. This
package is the only home of Flask-SocketIO's server; nothing else knows which road a frame takes.
"""

from community.live import standing
from community.live.background import end_when, every, later
from community.live.events import Answer, Known, on, start, wished_events
from community.live.news import News, catch_up_with, evict, follow, hang_up, send
from community.live.sockets import cut_all, is_joined, join, joined, leave, on_gone, socket_id, tell

__all__ = [
    "Answer",
    "Known",
    "News",
    "catch_up_with",
    "cut_all",
    "end_when",
    "every",
    "evict",
    "follow",
    "hang_up",
    "is_joined",
    "join",
    "joined",
    "later",
    "leave",
    "on",
    "on_gone",
    "send",
    "socket_id",
    "standing",
    "start",
    "tell",
    "wished_events",
]
