"""The doors of spreekuur: what everybody may read and book, and a professional's own agenda."""

from spreekuur.routes.agenda import agenda
from spreekuur.routes.booking import pages

__all__ = ["agenda", "pages"]
