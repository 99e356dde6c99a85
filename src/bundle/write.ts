import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { ownPrefix, removeStaleFolders } from '../run/stale.ts';
import { importScript } from './import-script.ts';
import {
  buildManifest,
  bundleFileNames,
  bundleFiles,
  manifestName,
  type Manifest,
  type ManifestFacts,
} from './manifest.ts';
import { sha256 } from './public-key.ts';

export interface BundleContent {
  readonly encryptedKeyMaterial: Buffer;
  readonly importToken: Buffer;
  /** SubjectPublicKeyInfo, DER. */
  readonly wrappingPublicKey: Buffer;
  readonly facts: ManifestFacts;
}

const refused = (code: 'ERR_OUTPUT_EXISTS' | 'ERR_OUTPUT_REFUSED', message: string, hint: string) =>
  new KmsKeywrapError(code, message, { hint });

const ours: ReadonlySet<string> = new Set([...bundleFileNames, manifestName]);

/**
 * Whether a bundle can be written to `folder`, before anything is made.
 * @throws `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`
 */
export function checkBundleTarget(folder: string, force: boolean): void {
  const parent = lstatSync(dirname(resolve(folder)), { throwIfNoEntry: false });
  if (parent === undefined)
    throw refused(
      'ERR_OUTPUT_REFUSED',
      `the folder of ${folder} does not exist`,
      'make it first, or name another with --bundle',
    );
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isDirectory())
    throw refused('ERR_OUTPUT_REFUSED', `${folder} is not a folder`, 'name a new folder with --bundle');
  const names = readdirSync(folder);
  if (names.length === 0) return;
  const foreign = names.find((name) => !ours.has(name));
  if (foreign !== undefined)
    throw refused(
      'ERR_OUTPUT_EXISTS',
      `${folder} exists and is no bundle: it holds ${foreign}`,
      'name a new folder with --bundle',
    );
  if (!force)
    throw refused(
      'ERR_OUTPUT_EXISTS',
      `${folder} holds a bundle already`,
      'name a new folder, or replace it with --force',
    );
}

function flushFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch {
    // Some file systems refuse to flush a folder; the files themselves are flushed.
  } finally {
    closeSync(descriptor);
  }
}

function writeFlushed(path: string, content: string | Buffer, mode: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Gives the finished folder its name; an old bundle there is moved aside and removed. */
function commit(temporary: string, folder: string): void {
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there === undefined || readdirSync(folder).length === 0) {
    renameSync(temporary, folder);
    return;
  }
  const old = `${temporary}-old`;
  renameSync(folder, old);
  renameSync(temporary, folder);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Writes a whole bundle or nothing: made in a folder (0700) beside the target, flushed, then renamed.
 * @param now milliseconds since 1970
 * @throws KmsKeywrapError `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`, `ERR_OUTPUT_FAILED`
 */
export async function writeBundle(
  folder: string,
  content: BundleContent,
  { force = false, now }: { readonly force?: boolean; readonly now: number },
): Promise<Manifest> {
  checkBundleTarget(folder, force);
  const target = resolve(folder);
  const parts = {
    [bundleFiles.encryptedKeyMaterial]: content.encryptedKeyMaterial,
    [bundleFiles.importToken]: content.importToken,
    [bundleFiles.wrappingPublicKey]: content.wrappingPublicKey,
  };
  const digests = Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]),
  ) as Parameters<typeof importScript>[1];
  const files = { ...parts, [bundleFiles.importScript]: Buffer.from(importScript(content.facts, digests)) };
  const manifest = buildManifest(content.facts, files, now);
  const temporary = join(dirname(target), `.${ownPrefix()}${randomBytes(6).toString('hex')}`);
  await removeStaleFolders(dirname(target));
  try {
    mkdirSync(temporary, { mode: 0o700 });
    for (const [name, bytes] of Object.entries(files))
      writeFlushed(join(temporary, name), bytes, name === bundleFiles.importScript ? 0o700 : 0o600);
    writeFlushed(join(temporary, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, 0o600);
    flushFolder(temporary);
    commit(temporary, target);
    flushFolder(dirname(target));
    return manifest;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new KmsKeywrapError(
      'ERR_OUTPUT_FAILED',
      `cannot write the bundle ${folder}: ${code}; nothing was left there`,
      {
        cause: error,
      },
    );
  }
}
