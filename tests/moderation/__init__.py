"""Moderation: the queue, reports, decisions, objections, shifts, and what outsiders see of them."""
