import type { Options } from './command.ts';

/** Options that every command takes. */
export const commonOptions = {
  'format': {
    type: 'string',
    alias: 'f',
    requiresArg: true,
    default: 'text',
    describe: 'text or json',
    values: ['text', 'json'],
  },
  'openssl': { type: 'string', requiresArg: true, describe: 'the openssl to run [$KMS_KEYWRAP_OPENSSL]' },
  'timeout': {
    type: 'string',
    requiresArg: true,
    default: '60',
    describe: 'seconds for each run of openssl',
  },
  'quiet': {
    type: 'boolean',
    alias: 'q',
    default: false,
    describe: 'no notes, no progress, no line that says what was written; warnings and errors stay',
  },
  'verbose': { type: 'boolean', default: false, describe: 'show every command that is run' },
  'reveal-secrets': {
    type: 'boolean',
    default: false,
    describe: 'show the AES key in what --verbose shows',
  },
} as const satisfies Options;
