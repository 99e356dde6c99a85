import { dirname } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';
import { blobPaths, isFolder, referencesIn } from './blob-paths.ts';
import { isStream, readText } from '../../run/files/input.ts';
import type { Context } from '../options/command.ts';
import { readBytes, refuseStdinTwice } from '../output/files.ts';
import { readExpectedMac, referenceFile } from './expected.ts';
import { names, partitionOf, required } from '../options/options.ts';

/** What `audit` is to look at: lines of a manifest, or as many made from the command line. */
export interface AuditSource {
  readonly chunks: AsyncIterable<string> | Iterable<string>;
  readonly folder: string;
  readonly allowOutside: boolean;
  /** Streams, which were read already, or why one could not be. */
  readonly given: ReadonlyMap<string, Buffer | KmsKeywrapError>;
  readonly nameOf?: (number: number) => string;
  /** Files that a report must not overwrite. */
  readonly inputs: readonly string[];
  /** One blob was named: that it cannot be read is an error of the command. */
  readonly single: boolean;
  readonly detail: 'all' | 'faults';
}

export interface AuditOptions {
  readonly blob?: readonly string[] | undefined;
  readonly manifest?: string | undefined;
  readonly allowOutside: boolean;
  readonly privateKey?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly wrappingAlgorithm?: string | undefined;
  readonly keySpec?: string | undefined;
  readonly partition?: string | undefined;
  readonly reference?: string | undefined;
  readonly referenceDir?: string | undefined;
  readonly expectPublicKey?: string | undefined;
  readonly expectMac?: string | undefined;
  readonly macMessage?: string | undefined;
}

const usage = (message: string, hint: string) => new KmsKeywrapError('ERR_USAGE', message, { hint });

/** Up to this many blobs the report shows what was seen of sound ones too. */
const shownWhole = 16;

/** @throws KmsKeywrapError ERR_USAGE, or what is wrong with the key or the manifest */
export async function auditSource(options: AuditOptions, context: Context): Promise<AuditSource> {
  const blobs = options.blob ?? [];
  if (options.manifest === undefined) return fromCommandLine(blobs, options, context);
  const taken = (
    [
      'privateKey',
      'publicKey',
      'wrappingAlgorithm',
      'keySpec',
      'partition',
      'reference',
      'referenceDir',
      'expectPublicKey',
      'expectMac',
      'macMessage',
    ] as const
  ).find((name) => options[name] !== undefined);
  if (blobs.length > 0 || taken !== undefined)
    throw usage(
      'a manifest names the blobs, keys and algorithms itself',
      'give either --manifest alone, or blobs with --private-key, --wrapping-algorithm and --key-spec',
    );
  const { manifest } = options;
  return {
    chunks: readText(manifest, { what: 'the manifest', signal: context.signal }),
    folder: manifest === '-' ? '.' : dirname(manifest),
    allowOutside: options.allowOutside,
    given: new Map(),
    inputs: [manifest],
    single: false,
    detail: 'faults',
  };
}

async function fromCommandLine(
  named: readonly string[],
  options: AuditOptions,
  context: Context,
): Promise<AuditSource> {
  if (named.length === 0) throw usage('no blob given', 'name blobs, or a batch of them with --manifest FILE');
  const { wrappingAlgorithm, keySpec, partition } = names(options);
  const { referenceDir } = options;
  const expectedKey = referenceFile(options);
  if (referenceDir !== undefined && expectedKey !== undefined)
    throw usage('--reference and --reference-dir both name references', 'give one of them');
  const line = {
    ...keyOption(options),
    wrappingAlgorithm: required('wrapping-algorithm', wrappingAlgorithm),
    keySpec: required('key-spec', keySpec),
    partition: partition ?? partitionOf({ wrappingAlgorithm, keySpec }),
    ...(expectedKey === undefined ? {} : { reference: expectedKey }),
    ...(options.expectMac === undefined ? {} : { expectMac: options.expectMac }),
    ...(options.macMessage === undefined ? {} : { macMessage: options.macMessage }),
  };
  const half = line.privateKey === undefined ? 'public' : 'private';
  const expand = named.some((path) => isFolder(path) || /[*?[{]/.test(path));
  const paths = expand ? await blobPaths(named) : named;
  const blobs = paths.filter((path) => path !== line.privateKey && path !== line.publicKey);
  const references = referenceDir === undefined ? undefined : referencesIn(referenceDir, blobs);
  const keyPath = line.privateKey ?? line.publicKey ?? '';
  const { reference } = line;
  const { macMessage } = options;
  const others = [keyPath, reference, macMessage].filter((path) => path !== undefined);
  refuseStdinTwice([...blobs, ...others]);
  const key = await readBytes(keyPath, `${half} key`, context);
  await sayKey(half, keyPath, key, context);
  const given = new Map<string, Buffer | KmsKeywrapError>();
  if (isStream(keyPath)) given.set(keyPath, key);
  // A reference that cannot be read is an error of the command, not of each blob.
  if (reference !== undefined) {
    const bytes = await readBytes(reference, 'reference', context);
    if (isStream(reference)) given.set(reference, bytes);
  }
  // A MAC that cannot be read is one too.
  const mac = await readExpectedMac(options, line.keySpec, context);
  if (macMessage !== undefined && mac !== undefined && isStream(macMessage))
    given.set(macMessage, mac.message);
  for (const blob of blobs)
    if (isStream(blob) && !given.has(blob)) given.set(blob, await readOrRefuse(blob, context));
  return {
    chunks: blobs.map((blob, at) => {
      const own = references?.[at];
      return `${JSON.stringify({ blob, ...line, ...(own === undefined ? {} : { reference: own }) })}\n`;
    }),
    folder: '.',
    allowOutside: true,
    given,
    nameOf: (number) => blobs[number - 1] ?? `blob ${number}`,
    inputs: [...blobs, ...others, ...(references ?? [])],
    single: blobs.length === 1,
    detail: blobs.length <= shownWhole ? 'all' : 'faults',
  };
}

function keyOption({ privateKey, publicKey }: AuditOptions): { privateKey?: string; publicKey?: string } {
  if ((privateKey === undefined) === (publicKey === undefined))
    throw usage(
      privateKey === undefined
        ? 'neither --private-key nor --public-key is given'
        : 'both --private-key and --public-key are given',
      'a test private key gives the whole diagnosis; the public key shows what can be seen without it',
    );
  return privateKey === undefined ? { publicKey: publicKey ?? '' } : { privateKey };
}

/** What cannot be read is an unreadable subject among others. */
async function readOrRefuse(blob: string, context: Context): Promise<Buffer | KmsKeywrapError> {
  try {
    return await readBytes(blob, 'blob', context);
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code !== 'ERR_ABORTED') return error;
    throw error;
  }
}

/** KMS's own form of a key is DER; PEM is accepted too, and said. */
async function sayKey(
  kind: 'public' | 'private',
  path: string,
  bytes: Buffer,
  { terminal }: Context,
): Promise<void> {
  const { readPrivateKey, readPublicKey } = await import('../../crypto/wrapping-key.ts');
  const { form, wrappingKeySpec } = (kind === 'private' ? readPrivateKey : readPublicKey)(bytes);
  const spec = wrappingKeySpec === undefined ? 'of no wrapping key spec' : wrappingKeySpec;
  terminal.say('note', `${kind} key ${path}: ${form.toUpperCase()}, ${spec}`);
}
