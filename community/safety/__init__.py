"""What keeps people safe in what others write: the sieve, contact masking, crisis lines, names.

Pure functions without web or database; who is alarmed and what is decided lives in ``moderation``.
"""
