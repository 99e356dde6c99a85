import { shared } from './options.ts';

/** What an HMAC key must give. */
export const macOptions = {
  'expect-mac': {
    type: 'string',
    requiresArg: true,
    describe: 'HMAC keys: the MAC of --mac-message in hex, or in base64 as aws kms generate-mac prints it',
  },
  'mac-message': shared.file('the message of --expect-mac, 1 to 4096 bytes'),
} as const;
