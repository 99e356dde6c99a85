import type { Layer } from '../../formats/text/layer.ts';
import { readingsOf, type Reading } from '../../formats/readings.ts';
import type { EncryptedFormat } from '../../tables/formats.ts';
import { isRaw, type KeySpecRow } from '../../tables/key-specs.ts';
import type { Partition } from '../../tables/partitions.ts';
import { openReading } from './open.ts';
import { privateKeyOf, type Made } from './private-key.ts';
import { rawOf } from './raw.ts';

/** One way to read the file, and the key material that it gives, if any. */
export interface Candidate {
  readonly reading: Reading;
  /** Layers from the file inwards, through what was decrypted. */
  readonly layers: readonly Layer[];
  readonly opened?: EncryptedFormat;
  readonly made?: Made;
}

/** Names of fields that never hold a key in the clear, in JSON documents and assignments. */
const neverSecret =
  /cipher_?text|encrypt|wrapped|salt|nonce|^iv$|^mac$|auth_?tag|digest|checksum|hash|sha\d|fingerprint|thumbprint|signature|public|^cert|address|uuid|^k?id$|key_?id|version_?id|^arn$/i;

/** Last name of a path: `.crypto["mac"]` and `.crypto.mac` both end in mac. */
const lastName = (path: string) => /([\w-]+)(?:"\])?(?:\[\d+\])*$/.exec(path)?.[1] ?? '';

const isNeverSecret = (layers: readonly Layer[]) =>
  layers.some(
    (layer) =>
      (layer.kind === 'json' && neverSecret.test(lastName(layer.path))) ||
      (layer.kind === 'assignment' && neverSecret.test(layer.name)),
  );

interface Wanted {
  readonly due: KeySpecRow;
  readonly partition: Partition;
  readonly passphrase?: Buffer | undefined;
}

const made = (reading: Reading, { due, partition }: Wanted): Made | undefined => {
  if (reading.lost) return undefined;
  return isRaw(due) ? rawOf(reading, due.bytes[partition]) : privateKeyOf(reading, due.name);
};

/** Whether a format that is opened here can hold a key of this key spec: the bytes of another key are never taken for one. */
const holds = (format: EncryptedFormat, { name }: KeySpecRow) =>
  format !== 'ethereum-keystore' || name === 'ECC_SECG_P256K1';

/** Every reading of the bytes with what it gives; what a passphrase opens is read in turn. */
export function candidatesOf(bytes: Buffer, wanted: Wanted): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const reading of readingsOf(bytes)) {
    if (isNeverSecret(reading.layers)) continue;
    const inner = wanted.passphrase && openReading(reading, wanted.passphrase);
    if (inner === undefined) {
      found.push(candidate(reading, reading.layers, made(reading, wanted)));
      continue;
    }
    const opened = reading.structure?.form === 'encrypted' ? reading.structure.format : undefined;
    for (const within of readingsOf(inner)) {
      const layers = [...reading.layers, ...within.layers];
      const result = opened && !holds(opened, wanted.due) ? undefined : made(within, wanted);
      const decrypted = opened &&
        result && {
          bytes: result.bytes,
          changes: [{ kind: 'decrypted' as const, format: opened }, ...result.changes],
        };
      found.push({ ...candidate(within, layers, decrypted ?? result), ...(opened ? { opened } : {}) });
    }
  }
  return found;
}

const candidate = (reading: Reading, layers: readonly Layer[], result: Made | undefined): Candidate => ({
  reading,
  layers,
  ...(result ? { made: result } : {}),
});
