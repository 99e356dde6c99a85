"""Runs the vector files named on the command line. Needs Python's cryptography for RSA and AES; computes SM2 itself."""
import hashlib, json, sys
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF  # GB/T 32918.5
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93

def add(a, b):
    if a is None or b is None: return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0: return None
    s = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (s * s - a[0] - b[0]) % P
    return x, (s * (a[0] - x) - a[1]) % P
def multiply(k, point):
    result = None
    for bit in bin(k)[2:]:
        result = add(add(result, result), point if bit == '1' else None)
    return result

def element(data, tag):
    size = data[1] - 0x80 if data[1] > 0x80 else 0
    length = int.from_bytes(data[2:2 + size], 'big') if size else data[1]
    if data[0] != tag or len(data) < 2 + size + length: raise ValueError('DER')
    return data[2 + size:2 + size + length], data[2 + size + length:]

def sm2(group, key, ct):
    rest, fields = element(ct, 0x30)[0], []
    for tag in (2, 2, 4, 4):
        content, rest = element(rest, tag)
        fields.append(content)
    x, y, c3, c2 = *(int.from_bytes(n, 'big') for n in fields[:2]), *fields[2:]
    if not c2 or x >= P or y >= P or (x ** 3 - 3 * x + B - y * y) % P: raise ValueError('SM2')
    x2, y2 = (n.to_bytes(32, 'big') for n in multiply(int(group['privateKey']['d'], 16), (x, y)))
    sm3 = lambda data: hashlib.new('sm3', data).digest()
    mask = b''.join(sm3(x2 + y2 + i.to_bytes(4, 'big')) for i in range(1, len(c2) // 32 + 2))
    msg = bytes(a ^ b for a, b in zip(c2, mask))
    if sm3(x2 + msg + y2) != c3: raise ValueError('SM2')
    return msg

def oaep(group, key, ct):
    of = {'SHA-1': hashes.SHA1(), 'SHA-256': hashes.SHA256()}
    return key.decrypt(ct, padding.OAEP(padding.MGF1(of[group['mgfSha']]), of[group['sha']], None))

def composite(group, key, ct):
    aes_key = oaep(group, key, ct[:group['keySize'] // 8])
    if len(aes_key) * 8 != group['aesKeySize']: raise ValueError('AES key')
    return keywrap.aes_key_unwrap_with_padding(aes_key, ct[group['keySize'] // 8:])

kinds, failed, passed = {'RsaesOaepDecrypt': oaep, 'RsaAesKeyUnwrap': composite, 'Sm2Decrypt': sm2}, 0, 0
for group in [group for name in sys.argv[1:] for group in json.load(open(name))['testGroups']]:
    key = group['curve' if 'curve' in group else 'privateKeyPkcs8']
    key = key if 'curve' in group else serialization.load_der_private_key(bytes.fromhex(key), None)
    for test in group['tests']:
        try: found = kinds[group['type']](group, key, bytes.fromhex(test['ct'])).hex()
        except Exception: found = None
        ok = {'valid': [test['msg']], 'invalid': [None], 'acceptable': [None, test['msg']]}[test['result']]
        passed, failed = passed + (found in ok), failed + (found not in ok)
        if found not in ok: print(group['type'], test['tcId'], test['flags'], test['comment'])
sys.exit(print(f'{passed} passed, {failed} failed') or failed > 0)
