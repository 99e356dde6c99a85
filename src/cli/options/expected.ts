import { shared } from './options.ts';

/** The key that should be inside, under two names. */
export const referenceOptions = {
  'reference': shared.file(
    'the key that it should be: plaintext, or public key (PEM, DER, JWK, certificate, SSH line, point in hex, Ethereum address)',
  ),
  'expect-public-key': shared.file('the public key that it should have; another name for --reference'),
} as const;

/** What an HMAC key must give. */
export const macOptions = {
  'expect-mac': {
    type: 'string',
    requiresArg: true,
    describe: 'HMAC keys: the MAC of --mac-message in hex, or in base64 as aws kms generate-mac prints it',
  },
  'mac-message': shared.file('the message of --expect-mac, 1 to 4096 bytes'),
} as const;
