import { contextOf, type AuditRequest } from './facts/context.ts';
import { diagnose } from './facts/diagnose.ts';
import { publicReference } from '../public-reference.ts';
import { finding, type Finding } from '../finding.ts';
import { observeBlob } from './observe.ts';
import type { Observed } from '../result.ts';

/** A reference that is itself a blob: what it holds and how it was made. */
export interface ReferenceBlob {
  readonly material: Buffer;
  readonly observed: Observed;
}

/** Opens a reference that is a blob under the same wrapping key; undefined when it is key material, or cannot be opened. */
export function openReference({ reference, ...request }: AuditRequest): ReferenceBlob | undefined {
  if (reference === undefined || request.privateKey === undefined) return undefined;
  if (publicReference(reference, request.keySpec)) return undefined;
  const facts = diagnose(reference, contextOf(request));
  if (facts.material === undefined || facts.plaintext !== undefined) return undefined;
  return { material: facts.material, observed: observeBlob(facts) };
}

/** Differences between two blobs in how they were made, layer by layer. */
export function compareBlobs(observed: Observed, reference: Observed): Finding[] {
  const names = [...new Set([...Object.keys(reference), ...Object.keys(observed)])];
  const different = names.filter((name) => observed[name] !== reference[name]);
  if (different.length === 0) return [];
  const list = (from: Observed) => different.map((name) => `${name} ${from[name] ?? 'none'}`).join(', ');
  return [finding('reference-differs', 'blob', { expected: list(reference), found: list(observed) })];
}
