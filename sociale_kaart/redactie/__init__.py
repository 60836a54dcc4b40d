"""Keeping entries true: an organisation's own list, a form for each, one press for "klopt nog"."""
