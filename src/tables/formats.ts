/** A format in which people have keys, and that the service does not import. */
export interface FormatRow {
  /** With its article, as it stands after "found". */
  readonly name: string;
  /** How the key is got out of it with the program whose format it is: an imperative sentence. `FILE` is the file. */
  readonly advice?: string;
}

/** Formats of public keys, and of what carries one. */
export const publicFormats = {
  'spki-ec': { name: 'an EC public key (SubjectPublicKeyInfo)' },
  'spki-rsa': { name: 'an RSA public key (SubjectPublicKeyInfo)' },
  'spki': { name: 'a public key (SubjectPublicKeyInfo)' },
  'pkcs1-public': { name: 'an RSA public key (PKCS#1)' },
  'certificate': { name: 'an X.509 certificate' },
  'certificate-request': { name: 'a certificate request (PKCS#10)' },
  'ec-point': { name: 'an EC point' },
  'jwk-public': { name: 'the public half of a JSON Web Key' },
  'openssh-public': { name: 'an OpenSSH public key' },
  'ssh2-public': { name: 'an SSH2 public key (RFC 4716)' },
  'xml-public': { name: 'an XML RSAKeyValue without private key' },
  'capi-public': { name: 'a Microsoft PUBLICKEYBLOB' },
  'xpub': { name: 'a BIP 32 extended public key (xpub)' },
} as const satisfies Record<string, FormatRow>;

/** Formats that hold a private key, or several, in a form of their own. */
export const containerFormats = {
  'pkcs12': { name: 'a PKCS#12 file' },
  'openssh': {
    name: 'an OpenSSH private key',
    advice: 'Write a copy of it anew in place: `ssh-keygen -p -m PKCS8 -f COPY`.',
  },
  'jks': {
    name: 'a Java key store (JKS)',
    advice:
      'Turn it into PKCS#12 first: `keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12`.',
  },
  'jceks': {
    name: 'a Java key store (JCEKS)',
    advice:
      'Turn it into PKCS#12 first: `keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore FILE.p12 -deststoretype PKCS12`.',
  },
  'capi-private': { name: 'a Microsoft PRIVATEKEYBLOB' },
  'cng-private': { name: 'a Windows CNG private key blob' },
  'putty': {
    name: 'a PuTTY private key',
    advice: 'Export it with PuTTYgen: `puttygen FILE -O private-openssh-new -o key`.',
  },
  'age': { name: 'an age identity' },
  'xml-private': { name: 'an XML RSAKeyValue with private key' },
  'ssh2-private': { name: 'an SSH2 private key of ssh.com' },
  'openpgp': {
    name: 'an OpenPGP block',
    advice: 'Export the key from the program that uses it; GnuPG has no command that writes PKCS#8.',
  },
  'wif': { name: 'a private key in wallet import format (Base58Check)' },
  'xprv': { name: 'a BIP 32 extended private key (xprv)' },
  'mnemonic': {
    name: 'a list of words like a wallet mnemonic (BIP 39)',
    advice: 'Derive the private key of the account in the wallet, and export that.',
  },
  'java-serialized': {
    name: 'a serialized Java object',
    advice: 'Write `key.getEncoded()` in place of the object.',
  },
} as const satisfies Record<string, FormatRow>;

/** Messages and key blocks: encrypted for somebody else, or for a key that is not a wrapping key. */
export const messageFormats = {
  'jwe': {
    name: 'a JSON Web Encryption message (JWE, RFC 7516)',
    advice:
      'Decrypt it with its own key, and take the plaintext. Its `encrypted_key` is a random content encryption key, not the key material.',
  },
  'jws': { name: 'a JSON Web Signature or token (JWS, RFC 7515)' },
  'cms-data': { name: 'CMS (PKCS#7) data' },
  'cms-signed': { name: 'a CMS (PKCS#7) SignedData' },
  'cms-enveloped': {
    name: 'a CMS (PKCS#7) EnvelopedData',
    advice: 'Decrypt it with the key of its recipient: `openssl cms -decrypt`.',
  },
  'cms-encrypted': { name: 'a CMS (PKCS#7) EncryptedData' },
  'cms-auth-enveloped': {
    name: 'a CMS AuthEnvelopedData (RFC 5083)',
    advice: 'Decrypt it with the key of its recipient: `openssl cms -decrypt`.',
  },
  'tr31': {
    name: 'a TR-31 key block (ANSI X9.143)',
    advice:
      'Export the key from the HSM under the wrapping key of KMS, instead of under a key block protection key.',
  },
  'kmip-ttlv': { name: 'a KMIP message (TTLV)' },
  'openssl-salted': {
    name: 'a file that `openssl enc` encrypted with a password',
    advice: 'Decrypt it with the options it was encrypted with: `openssl enc -d`.',
  },
  'age-file': { name: 'a file encrypted by age', advice: 'Decrypt it: `age -d -i IDENTITY -o key FILE`.' },
  'ansible-vault': {
    name: 'a file encrypted by Ansible Vault',
    advice: 'Decrypt it: `ansible-vault decrypt --output key FILE`.',
  },
  'sops': { name: 'a document encrypted by SOPS', advice: 'Decrypt it: `sops decrypt FILE`.' },
  'json-encrypted': {
    name: 'a JSON document with encrypted content',
    advice: 'Decrypt it with the program that wrote it.',
  },
} as const satisfies Record<string, FormatRow>;

/** Private keys that a password protects, in a form that says so. */
export const encryptedFormats = {
  'pkcs8-encrypted': { name: 'an encrypted PKCS#8 private key (EncryptedPrivateKeyInfo)' },
  'pem-encrypted': { name: 'a PEM private key with encryption headers (RFC 1421)' },
  'openssh-encrypted': {
    name: 'an encrypted OpenSSH private key',
    advice: 'Write a copy of it anew in place: `ssh-keygen -p -m PKCS8 -N "" -f COPY`.',
  },
  'putty-encrypted': {
    name: 'an encrypted PuTTY private key',
    advice: 'Export it with PuTTYgen: `puttygen FILE -O private-openssh-new -o key`.',
  },
  'ethereum-keystore': { name: 'an encrypted Ethereum keystore (version 3)' },
  'eip2335-keystore': {
    name: 'an encrypted keystore of EIP-2335',
    advice: 'It holds a BLS12-381 key of an Ethereum validator. KMS has no key spec for that curve.',
  },
  'bip38': {
    name: 'a private key encrypted by BIP 38',
    advice: 'Decrypt it in the wallet that wrote it, and export the private key in wallet import format.',
  },
  'armour-encrypted': {
    name: 'a private key that another program encrypted',
    advice: 'Export the key from the program that wrote it.',
  },
} as const satisfies Record<string, FormatRow>;

export type PublicFormat = keyof typeof publicFormats;
export type ContainerFormat = keyof typeof containerFormats;
export type MessageFormat = keyof typeof messageFormats;
export type EncryptedFormat = keyof typeof encryptedFormats;
export type Format = PublicFormat | ContainerFormat | MessageFormat | EncryptedFormat;

const rows: Readonly<Record<Format, FormatRow>> = {
  ...publicFormats,
  ...containerFormats,
  ...messageFormats,
  ...encryptedFormats,
};

/** What is known of a format. */
export const formatRow = (format: Format): FormatRow => rows[format];
