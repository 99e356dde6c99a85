/** A format in which people have keys, and that the service does not import. */
export interface FormatRow {
  /** With its article, as it stands after "found". */
  readonly name: string;
  /** How the private key is got out of it: an imperative sentence. */
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
      'Turn it into PKCS#12: `keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12`.',
  },
  'jceks': {
    name: 'a Java key store (JCEKS)',
    advice:
      'Turn it into PKCS#12: `keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore FILE.p12 -deststoretype PKCS12`.',
  },
  'capi-private': { name: 'a Microsoft PRIVATEKEYBLOB' },
  'cng-private': { name: 'a Windows CNG private key blob' },
  'putty': {
    name: 'a PuTTY private key',
    advice: 'Export it: `puttygen FILE -O private-openssh-new -o key`.',
  },
  'age': { name: 'an age identity' },
  'xml-private': { name: 'an XML RSAKeyValue with private key' },
  'ssh2-private': { name: 'an SSH2 private key of ssh.com' },
  'openpgp': { name: 'an OpenPGP block' },
  'cms-data': { name: 'CMS (PKCS#7) data' },
  'cms-signed': { name: 'a CMS (PKCS#7) SignedData' },
  'cms-enveloped': { name: 'a CMS (PKCS#7) EnvelopedData' },
  'cms-encrypted': { name: 'a CMS (PKCS#7) EncryptedData' },
} as const satisfies Record<string, FormatRow>;

/** Private keys that a password protects, in a form that says so. */
export const encryptedFormats = {
  'pkcs8-encrypted': { name: 'an encrypted PKCS#8 private key (EncryptedPrivateKeyInfo)' },
  'pem-encrypted': { name: 'a PEM private key with encryption headers (RFC 1421)' },
} as const satisfies Record<string, FormatRow>;

export type PublicFormat = keyof typeof publicFormats;
export type ContainerFormat = keyof typeof containerFormats;
export type EncryptedFormat = keyof typeof encryptedFormats;
export type Format = PublicFormat | ContainerFormat | EncryptedFormat;

const rows: Readonly<Record<Format, FormatRow>> = {
  ...publicFormats,
  ...containerFormats,
  ...encryptedFormats,
};

/** What is known of a format. */
export const formatRow = (format: Format): FormatRow => rows[format];
