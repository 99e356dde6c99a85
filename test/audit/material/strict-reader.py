"""Reads one key a line (hexadecimal PKCS#8) and prints 1 where cryptography accepts it, 0 where it does not."""
import sys
from cryptography.hazmat.primitives.serialization import load_der_private_key

for line in sys.stdin:
    try:
        load_der_private_key(bytes.fromhex(line.strip()), None)
        print(1)
    except Exception:
        print(0)
