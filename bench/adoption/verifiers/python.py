"""Hashes and verifies with Django, passlib and Werkzeug, one line each."""

import sys
from base64 import b64decode, b64encode

from django.conf import settings

settings.configure(
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    ]
)

from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password
from passlib.context import CryptContext
from passlib.hash import pbkdf2_sha512
from werkzeug.security import check_password_hash, generate_password_hash

# Odoo's: the first is what it writes.
odoo = CryptContext(["pbkdf2_sha512", "argon2", "bcrypt", "plaintext"], deprecated=["plaintext"])


def django_hash(password, cost):
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), cost)


hashers = {
    "django": (django_hash, lambda password, stored: check_password(password, stored)),
    "passlib": (
        lambda password, cost: pbkdf2_sha512.using(rounds=cost).hash(password),
        lambda password, stored: odoo.verify(password, stored),
    ),
    "werkzeug": (
        lambda password, cost: generate_password_hash(password, f"pbkdf2:sha256:{cost}"),
        lambda password, stored: check_password_hash(stored, password),
    ),
}


def answer(fields):
    do, name = fields[:2]
    password = b64decode(fields[2]).decode()
    if do == "hash":
        cost = int(fields[3]) if len(fields) > 3 else 1000
        return b64encode(hashers[name][0](password, cost).encode()).decode()
    return "true" if hashers[name][1](password, b64decode(fields[3]).decode()) else "false"


for line in sys.stdin:
    try:
        print(answer(line.strip().split(" ")), flush=True)
    except Exception as error:
        print(f"error {type(error).__name__}: {error}".replace("\n", " "), flush=True)
