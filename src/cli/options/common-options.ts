import type { Options } from './command.ts';

/** Options that every command takes. */
export const commonOptions = {
  'format': { type: 'string', requiresArg: true, default: 'text', describe: 'text or json' },
  'openssl': { type: 'string', requiresArg: true, describe: 'the openssl to run [$KMS_KEYWRAP_OPENSSL]' },
  'timeout': {
    type: 'string',
    requiresArg: true,
    default: '60',
    describe: 'seconds for each run of openssl',
  },
  'verbose': { type: 'boolean', default: false, describe: 'show every command that is run' },
  'reveal-secrets': {
    type: 'boolean',
    default: false,
    describe: 'show the AES key in what --verbose shows',
  },
} as const satisfies Options;
