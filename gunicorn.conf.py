"""The production server: gunicorn with one gevent process. Starting it never migrates. Several processes behind nginx:
docs/deployment.md.
"""

import gc
import sys

from community.config import UnsafeSettings, read_settings

try:
    _settings = read_settings()
except UnsafeSettings as wrong:
    print(f"Moi does not start: {wrong}", file=sys.stderr)
    sys.exit(2)

bind = f"{_settings.host}:{_settings.port}"
workers = 1
worker_class = "gevent"
worker_connections = _settings.max_sockets + 500
backlog = 2048
timeout = 60
graceful_timeout = 5
keepalive = 5
accesslog = None  # an access log would hold addresses (L1)
errorlog = "-"
loglevel = "error"  # its warning about an unreadable request holds the address and the first line of it (L1)
limit_request_line = 8190
forwarded_allow_ips = "*" if _settings.trusted_proxies else "127.0.0.1"
wsgi_app = "app:app"
control_socket_disable = True  # it would be written outside MOI_DATA_DIR


def post_worker_init(worker):  # type: ignore[no-untyped-def]
    """Begin the work that waits and the news between processes, once the process serves."""
    from community import jobs, live
    from community.safety import sieve

    app = worker.wsgi
    flask_app = getattr(app, "flask_app", app)
    sieve.screen("moi")  # reads its word lists, which takes a moment: now, and not under the first message's lock
    gc.collect()
    gc.freeze()  # word lists and code stay: going over them again cost 24 ms each time, in the middle of a conversation
    jobs.start(flask_app)
    live.start(flask_app)
    live.end_when(lambda: not worker.alive)
