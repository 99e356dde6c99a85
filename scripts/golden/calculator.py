"""Answers on stdout, line by line, what Python's cryptography makes of the golden vectors.

In: provider, operation, arguments, separated by tabs. Out: hex, "-" for refused, "?" for an operation it has not.
"""

import sys

import cryptography
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding

HASHES = {
    "SHA-1": hashes.SHA1,
    "SHA-224": hashes.SHA224,
    "SHA-256": hashes.SHA256,
    "SHA-384": hashes.SHA384,
    "SHA-512": hashes.SHA512,
}


def oaep_decrypt(key, digest, mgf1_digest, ct):
    private_key = serialization.load_der_private_key(bytes.fromhex(key), None)
    oaep = padding.OAEP(padding.MGF1(HASHES[mgf1_digest]()), HASHES[digest](), None)
    return private_key.decrypt(bytes.fromhex(ct), oaep)


OPERATIONS = {
    "oaep-decrypt": oaep_decrypt,
    "kw-wrap": lambda key, msg: keywrap.aes_key_wrap(bytes.fromhex(key), bytes.fromhex(msg)),
    "kw-unwrap": lambda key, ct: keywrap.aes_key_unwrap(bytes.fromhex(key), bytes.fromhex(ct)),
    "kwp-wrap": lambda key, msg: keywrap.aes_key_wrap_with_padding(bytes.fromhex(key), bytes.fromhex(msg)),
    "kwp-unwrap": lambda key, ct: keywrap.aes_key_unwrap_with_padding(bytes.fromhex(key), bytes.fromhex(ct)),
}


def answer(line):
    _, name, *arguments = line.rstrip("\n").split("\t")
    if name not in OPERATIONS:
        return "?"
    try:
        return OPERATIONS[name](*arguments).hex()
    except (ValueError, keywrap.InvalidUnwrap):
        return "-"


if len(sys.argv) > 1:
    print(cryptography.__version__)
else:
    for row in sys.stdin:
        print(answer(row))
