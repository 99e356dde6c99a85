import type { Structure } from '../keys/facts.ts';

type Heading = readonly [RegExp, Structure];

/** Text formats that are known by how they begin. */
const headings: readonly Heading[] = [
  [
    /^PuTTY-User-Key-File-\d+:[^\n]*\n(?:[^\n]*\n)?Encryption: (?!none)/,
    { form: 'encrypted', format: 'putty-encrypted' },
  ],
  [/^PuTTY-User-Key-File-/, { form: 'container', format: 'putty' }],
  [/^(?:#[^\n]*\n)*AGE-SECRET-KEY-/, { form: 'container', format: 'age' }],
  [/^age-encryption\.org\/v1/, { form: 'message', format: 'age-file' }],
  [/^\$ANSIBLE_VAULT;/, { form: 'message', format: 'ansible-vault' }],
  [/^U2FsdGVkX1/, { form: 'message', format: 'openssl-salted' }],
  [/^---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/, { form: 'container', format: 'ssh2-private' }],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, { form: 'public', format: 'ssh2-public' }],
  [/^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA/, { form: 'public', format: 'openssh-public' }],
  [/^6P[1-9A-HJ-NP-Za-km-z]{56}\s*$/, { form: 'encrypted', format: 'bip38' }],
  [/^[xyztuv]pub[1-9A-HJ-NP-Za-km-z]{107}\s*$/, { form: 'public', format: 'xpub' }],
];

/** Looked at once, from the front: how a text begins says enough. */
const longestHead = 512;

/** A text format, other than PEM and JSON, that is known by its beginning. */
export function readHeading(text: string): Structure | undefined {
  const head = text.trimStart().slice(0, longestHead);
  return (
    headings.find(([heading]) => heading.test(head))?.[1] ??
    readXml(text, head) ??
    readKeyBlock(text) ??
    readMnemonic(text)
  );
}

/** RSAKeyValue of .NET (XML Signature, 4.5.2.2, with the private members). */
function readXml(text: string, head: string): Structure | undefined {
  if (!/^(?:<\?xml[^>]*>\s*)?<RSAKeyValue[\s>]/.test(head)) return undefined;
  return text.includes('<D>')
    ? { form: 'container', format: 'xml-private' }
    : { form: 'public', format: 'xml-public' };
}

/** Version, length in decimal, key usage, algorithm, mode of use, key version, exportability, number of optional blocks, reserved. */
const keyBlockHeader = /^[A-D](\d{4})[A-Z0-9]{2}[A-Z0-9][A-Z0-9][A-Z0-9]{2}[A-Z0-9]\d{2}\d{2}/;

/** TR-31 (ANSI X9.143): a header in ASCII that says how long the whole is. */
function readKeyBlock(text: string): Structure | undefined {
  const block = text.trim();
  const length = keyBlockHeader.exec(block.slice(0, 16))?.[1];
  return length !== undefined && Number(length) === block.length && block.length > 32
    ? { form: 'message', format: 'tr31' }
    : undefined;
}

const mnemonicWords = [12, 15, 18, 21, 24];

/** Words of 3 to 8 small letters, as many as BIP 39 has for an entropy. */
function readMnemonic(text: string): Structure | undefined {
  if (text.length > 24 * 9 + 8) return undefined;
  const words = text.trim().split(/\s+/);
  return mnemonicWords.includes(words.length) && words.every((word) => /^[a-z]{3,8}$/.test(word))
    ? { form: 'container', format: 'mnemonic' }
    : undefined;
}

/** 51 and 52 characters of Base58 with the first that private keys of Bitcoin's main and test networks have; 111 of BIP 32. */
const wif =
  /^(?:5[1-9A-HJ-NP-Za-km-z]{50}|[KL][1-9A-HJ-NP-Za-km-z]{51}|9[1-9A-HJ-NP-Za-km-z]{50}|c[1-9A-HJ-NP-Za-km-z]{51})$/;
const xprv = /^[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{107}$/;

/** Base58Check by its shape: whether the checksum is right is for the opener to say. */
export function readBase58Key(text: string): Structure | undefined {
  const trimmed = text.trim().replaceAll(/^["']|["']$/g, '');
  if (wif.test(trimmed)) return { form: 'container', format: 'wif' };
  return xprv.test(trimmed) ? { form: 'container', format: 'xprv' } : undefined;
}
