"""Tests: they mirror the packages; whole stories stand in journeys."""
