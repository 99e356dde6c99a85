/** What stands before the tables of docs/devices.md. */
export const devicePageIntroduction = `What a PKCS#11 mechanism turns into in the words of AWS KMS, and how common devices export a key. \`kms-keywrap recipe KEY_SPEC
--wrapping-algorithm A --device NAME\` prints the commands; \`--device\` alone prints those of every algorithm that the device has.
The commands for PKCS#11 tokens run node with pkcs11js (\`npm install pkcs11js\`) and ask for the PIN. \`make test-hsm\` runs them
on the tokens that can be had, and compares every export with \`golden/exports\`.

## What KMS expects

| wrapping algorithm | bytes to submit | in PKCS#11 |
| --- | --- | --- |
| \`RSAES_OAEP_SHA_1\`, \`RSAES_OAEP_SHA_256\` | one RSA block | \`CKM_RSA_PKCS_OAEP\`, \`hashAlg\` and \`mgf\` of the same hash, empty source data |
| \`RSA_AES_KEY_WRAP_SHA_1\`, \`_SHA_256\` | RSA block of a 32-byte AES key, then the key under RFC 5649 | \`CKM_RSA_AES_KEY_WRAP\` with \`ulAESKeyBits\` 256, or two calls: the AES key under \`CKM_RSA_PKCS_OAEP\`, the key under RFC 5649, the first output first |
| \`SM2PKE\` (China Regions) | DER SEQUENCE of C1's coordinates, hash, ciphertext | no PKCS#11 mechanism writes it; vendor-specific |

The key inside is raw bytes for symmetric and HMAC keys and PKCS#8 DER for private keys; PKCS#11 wraps private keys as
PKCS#8 (PKCS#11 v2.40, 2.14 and v3.1, 6.7).

\`CK_RSA_PKCS_OAEP_PARAMS\`: \`hashAlg\` \`CKM_SHA_1\` \`0x220\` or \`CKM_SHA256\` \`0x250\`; \`mgf\` \`CKG_MGF1_SHA1\` \`1\` or
\`CKG_MGF1_SHA256\` \`2\`; \`source\` \`CKZ_DATA_SPECIFIED\` \`1\` with no data. \`mgf\` is a field of its own: it does not follow
\`hashAlg\`, and a library that leaves it at SHA-1 gives \`oaep-mgf1-hash\`.

Java (SunJCE, and any provider under it) needs the MGF1 hash by name:
\`new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)\`.
\`OAEPWithSHA-256AndMGF1Padding\` alone uses MGF1 with SHA-1: \`oaep-mgf1-hash\` (bcgit/bc-java#1033). AWS CloudHSM's JCE provider
calls RFC 5649 \`AESWrap/ECB/ZeroPadding\`; \`NoPadding\` is RFC 3394, \`PKCS5Padding\` neither. A YubiKey with PIV through ykcs11
does not always use the OAEP hash that it is asked for (Yubico/yubico-piv-tool#530): audit one export.`;
