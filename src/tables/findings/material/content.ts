import { materialFinding, type FindingInfo } from '../types.ts';

export const materialContentFindings = {
  'material-constant': materialFinding({
    severity: 'warning',
    title: 'all bytes of the key are the same',
    meaning: 'The key can be guessed at the first try.',
    cause: 'A buffer that was never filled, a test key, or a random source that does not work.',
    fix: 'Generate the key with a random source: `openssl rand`.',
    source: 'RFC4086',
    exposure: 'undetected',
  }),
  'material-text': materialFinding({
    severity: 'warning',
    title: 'the key is printable text',
    meaning:
      'The length is right, but the bytes are characters: a password, or the digits of a key rather than the key. Such a key has far fewer bits of security than its length says.',
    cause: 'A passphrase was taken as a key, or half of a hexadecimal or base64 key that was never decoded.',
    fix: 'Generate the key with a random source: `openssl rand`. If the characters stand for a key, decode them.',
    source: 'RFC4086',
  }),
  'material-low-entropy': materialFinding({
    severity: 'warning',
    title: 'the key does not look random',
    meaning:
      'Its bytes follow a pattern that a random source gives less than once in a thousand million keys.',
    cause:
      'A counter, a short key filled up with zeros or repeated, a template, or a random source that does not work.',
    fix: 'Generate the key with a random source: `openssl rand`.',
    source: 'RFC4086',
  }),
  'material-known': materialFinding({
    severity: 'error',
    title: 'the key is published',
    meaning: 'Its private part stands in a public document, so it protects nothing.',
    cause: 'A test key was taken for a real one, or an example was followed to the letter.',
    fix: 'Generate a key of your own, and replace whatever this one has protected.',
    source: 'RFC9500',
    exposure: 'undetected',
    wrappable: true,
  }),
  'material-duplicate': materialFinding({
    severity: 'warning',
    title: 'two subjects of the batch carry the same key',
    meaning: 'Two KMS keys would have the same key material, or was wrapped twice.',
    cause: 'A file was exported twice, or a template was copied without a new key.',
    fix: 'If the two are meant to be different keys, generate one of them anew.',
    source: 'REQ',
  }),
  'reference-mismatch': materialFinding({
    severity: 'error',
    title: 'the key is not the reference key',
    meaning: 'The material is well-formed, but it is another key than the one that it was compared with.',
    cause: 'Another key was exported or wrapped than was meant, or the reference belongs to another one.',
    fix: 'Check labels and handles of the export, and compare with the right reference.',
    source: 'REQ',
    compares: true,
  }),
  'reference-encoding': materialFinding({
    severity: 'warning',
    title: 'the key is the reference key in another encoding',
    meaning: 'Key and reference are the same key, but the bytes differ.',
    cause:
      'Two tools write the same key differently: with or without public key, attributes, NULL parameters, or in another format.',
    fix: 'Nothing has to be done if there is no other finding; compare the two outlines to see what differs.',
    source: 'REQ',
    compares: true,
  }),
} satisfies Record<string, FindingInfo>;
