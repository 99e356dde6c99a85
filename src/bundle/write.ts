import { sha256Hex } from '../crypto/hash.ts';
import {
  checkOutputFolder,
  writeOutputFolder,
  type OutputFile,
  type OutputFolder,
} from '../run/files/output-folder.ts';
import { importScript } from './import-script.ts';
import {
  buildManifest,
  bundleFileNames,
  bundleFiles,
  manifestName,
  type Manifest,
  type ManifestFacts,
} from './manifest.ts';

export interface BundleContent {
  readonly encryptedKeyMaterial: Buffer;
  readonly importToken: Buffer;
  /** SubjectPublicKeyInfo, DER. */
  readonly wrappingPublicKey: Buffer;
  readonly facts: ManifestFacts;
}

const bundleAt = (path: string, force: boolean, inputs: readonly string[] = []): OutputFolder => ({
  path,
  what: 'a bundle',
  names: new Set([...bundleFileNames, manifestName]),
  option: '--bundle',
  force,
  inputs,
});

/**
 * Whether a bundle can be written to `folder`, before anything is made.
 * @param inputs paths that are read: a folder that holds one is not replaced
 * @throws `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`
 */
export function checkBundleTarget(folder: string, force: boolean, inputs: readonly string[]): void {
  checkOutputFolder(bundleAt(folder, force, inputs));
}

/**
 * Writes a whole bundle or nothing.
 * @param now milliseconds since 1970
 * @throws KmsKeywrapError `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`, `ERR_OUTPUT_FAILED`
 */
export async function writeBundle(
  folder: string,
  content: BundleContent,
  { force = false, now }: { readonly force?: boolean; readonly now: number },
): Promise<Manifest> {
  const parts = {
    [bundleFiles.encryptedKeyMaterial]: content.encryptedKeyMaterial,
    [bundleFiles.importToken]: content.importToken,
    [bundleFiles.wrappingPublicKey]: content.wrappingPublicKey,
  };
  const digests = Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256Hex(bytes) }]),
  ) as Parameters<typeof importScript>[1];
  const files = { ...parts, [bundleFiles.importScript]: Buffer.from(importScript(content.facts, digests)) };
  const manifest = buildManifest(content.facts, files, now);
  const written = new Map<string, OutputFile>(
    Object.entries(files).map(([name, bytes]) => [
      name,
      { content: bytes, mode: name === bundleFiles.importScript ? 0o700 : 0o600 },
    ]),
  );
  written.set(manifestName, { content: `${JSON.stringify(manifest, null, 2)}\n` });
  await writeOutputFolder(bundleAt(folder, force), written);
  return manifest;
}
