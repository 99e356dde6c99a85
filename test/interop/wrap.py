"""Wraps key material as Python programs do. Arguments: public key (SubjectPublicKeyInfo) and key material in hex.

Prints a name and a blob in hex on each line.
"""

import os
import sys

from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding

public_key = serialization.load_der_public_key(bytes.fromhex(sys.argv[1]))
material = bytes.fromhex(sys.argv[2])


def oaep(digest, mgf1_digest, message, label=None):
    return public_key.encrypt(message, padding.OAEP(padding.MGF1(mgf1_digest()), digest(), label))


def hybrid(wrap):
    kek = os.urandom(32)
    return oaep(hashes.SHA256, hashes.SHA256, kek) + wrap(kek, material)


blobs = {
    "OAEP(MGF1(SHA256),SHA256)": oaep(hashes.SHA256, hashes.SHA256, material),
    "OAEP(MGF1(SHA1),SHA256)": oaep(hashes.SHA256, hashes.SHA1, material),
    "OAEP(MGF1(SHA1),SHA1)": oaep(hashes.SHA1, hashes.SHA1, material),
    "OAEP(label)": oaep(hashes.SHA256, hashes.SHA256, material, b"kms"),
    "PKCS1v15": public_key.encrypt(material, padding.PKCS1v15()),
    "aes_key_wrap_with_padding": hybrid(keywrap.aes_key_wrap_with_padding),
    "aes_key_wrap": hybrid(keywrap.aes_key_wrap),
}
for name, blob in blobs.items():
    print(name, blob.hex())
