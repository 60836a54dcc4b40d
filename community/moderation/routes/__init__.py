"""The doors of moderation: reporting for everybody, decisions for who they are about, the team's desk."""

from community.moderation.routes import desk, mine, public

blueprints = (public.pages, mine.pages, desk.pages)
