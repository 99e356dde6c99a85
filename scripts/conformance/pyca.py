"""Unwraps with Python's cryptography: pyca.py ALGORITHM BLOB KEY OUT. 69: it does not have the algorithm."""
import sys
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding

algorithm, blob, key, out = sys.argv[1:]
if algorithm == 'SM2PKE': sys.exit(69)
sha = hashes.SHA1() if algorithm.endswith('SHA_1') else hashes.SHA256()
blob = open(blob, 'rb').read()
key = serialization.load_der_private_key(open(key, 'rb').read(), None)
oaep = padding.OAEP(padding.MGF1(sha), sha, None)
try:
    if algorithm.startswith('RSAES'):
        material = key.decrypt(blob, oaep)
    else:
        k = key.key_size // 8
        kek = key.decrypt(blob[:k], oaep)
        if len(kek) != 32: raise ValueError('the AES key is not 32 bytes long')
        material = keywrap.aes_key_unwrap_with_padding(kek, blob[k:])
except (ValueError, keywrap.InvalidUnwrap) as error:
    sys.exit(f'{type(error).__name__}: {error}')
open(out, 'wb').write(material)
