"""Notices: that something happened for somebody."""
