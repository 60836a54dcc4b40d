"""Tests of the sieve, the masking, names and helplines, and the sentences they are measured on (``risk/``)."""
