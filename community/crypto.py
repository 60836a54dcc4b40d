"""Sealed fields, random tokens and keyed hashes. The two keys come from the settings and are used for nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

TOKEN_BYTES = 24
"""192 random bits: a sign-in token cannot be guessed, so a plain SHA-256 of it suffices as its stored form."""
NONCE_BYTES = 12
"""AES-GCM's own nonce length (NIST SP 800-38D)."""


class Unreadable(Exception):
    """A sealed field does not open: another key, another purpose, or changed bytes."""


def new_token() -> str:
    """A random URL-safe token of TOKEN_BYTES."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a random token, 64 hex characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(text: str, purpose: str) -> str:
    """What is stored of a short code: useless without our key. 64 hex characters."""
    return hmac.new(_derived("MOI_SECRET_KEY", purpose), text.encode(), hashlib.sha256).hexdigest()


def seal(text: str, purpose: str) -> str:
    """Encrypt a field. The purpose is bound in: a value moved to another column does not open."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_derived("MOI_MASTER_KEY", "seal")).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Open what seal made.

    Raises Unreadable when key, purpose or bytes differ.
    """
    try:
        raw = base64.urlsafe_b64decode(sealed)
        nonce, body = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        return AESGCM(_derived("MOI_MASTER_KEY", "seal")).decrypt(nonce, body, purpose.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise Unreadable(purpose) from wrong


def _derived(key_name: str, purpose: str) -> bytes:
    key = current_app.config[key_name].encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"moi:{purpose}".encode()).derive(key)
