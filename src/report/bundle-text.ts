import type { BundleReport } from '../bundle/check.ts';
import type { Manifest } from '../bundle/manifest.ts';
import { printableLine } from '../printable.ts';

const doneText = { before: 'the bundle is whole', after: 'the import is as it should be' } as const;

/** What `bundle check` found, a line each. */
export function bundleCheckText({
  folder,
  manifest,
  checks,
  foreign,
  stage,
  ok,
}: BundleReport & { readonly folder: string }): string {
  const { keySpec, wrappingAlgorithm, wrappingKeySpec, keyId = 'a KMS key that it does not name' } = manifest;
  const lines = [
    `${folder}: ${keySpec} key material under ${wrappingKeySpec} by ${wrappingAlgorithm}, for ${keyId}`,
    ...checks.flatMap((check) => [
      `  ${check.ok ? 'ok    ' : 'FAILED'}  ${check.message}`,
      ...(check.fix === undefined ? [] : [`          fix: ${check.fix}`]),
    ]),
    ...foreign.map((name) => `  note    ${name} is not part of the bundle`),
    ok ? doneText[stage] : `${checks.filter((check) => !check.ok).length} of ${checks.length} checks failed`,
  ];
  return `${lines.map(printableLine).join('\n')}\n`;
}

/** That a bundle was written, on one line. */
export function bundleWrittenText(
  folder: string,
  { keySpec, wrappingAlgorithm, wrappingKeySpec }: Manifest,
): string {
  const what = `${keySpec} key material under ${wrappingKeySpec} by ${wrappingAlgorithm}`;
  return `${printableLine(`wrote ${folder}: ${what}, with token, manifest and import.sh`)}\n`;
}
