import type { EnvelopeName } from '../../tables/services/types.ts';
import { openBase64, writeBase64 } from './base64.ts';
import { openByok, writeByok } from './byok.ts';
import type { Opened } from './types.ts';

export type { EnvelopeFault, EncodingFault, Opened } from './types.ts';

/** What an envelope says of the blob beside its bytes. */
export interface Label {
  readonly keyId?: string | undefined;
  readonly algorithm: string;
  readonly generator: string;
}

interface Envelope {
  readonly open: (file: Buffer) => Opened;
  readonly write: (blob: Buffer, label: Label) => Buffer;
}

const binary: Envelope = {
  open: (file) => ({ envelope: 'binary', blob: file, faults: [] }),
  write: (blob) => blob,
};

const envelopes: Partial<Record<EnvelopeName, Envelope>> = {
  binary,
  base64: { open: openBase64, write: writeBase64 },
  byok: {
    open: openByok,
    write: (blob, { keyId = '', algorithm, generator }) => writeByok(blob, keyId, algorithm, generator),
  },
};

/** Takes a blob out of what is uploaded. Never throws on any bytes. */
export const openEnvelope = (name: EnvelopeName, file: Buffer): Opened =>
  (envelopes[name] ?? binary).open(file);

/** Puts a blob into what is uploaded. */
export const writeEnvelope = (name: EnvelopeName, blob: Buffer, label: Label): Buffer =>
  (envelopes[name] ?? binary).write(blob, label);
