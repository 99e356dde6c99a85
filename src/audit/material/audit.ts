import { sha256Hex } from '../../crypto/hash.ts';
import type { ExpectedMac } from '../../crypto/mac.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import type { Partition } from '../../tables/partitions.ts';
import { keySpecSupport } from '../../tables/support.ts';
import { compareMaterial, referenceKind } from './compare.ts';
import { finding } from '../finding.ts';
import { lintMaterial } from './lint.ts';
import type { AuditResult } from '../result.ts';
import { verdictOf } from '../verdict.ts';

export interface LintRequest {
  readonly id: string;
  readonly path: string;
  readonly material: Buffer;
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  /** The key that the material should be: its plaintext, or its public key in any form. */
  readonly reference?: { readonly path: string; readonly bytes: Buffer };
  /** The MAC that an HMAC key must give. */
  readonly expectedMac?: ExpectedMac;
}

/** Names what is wrong with plaintext key material before it is wrapped. Never throws on any bytes. */
export function lint(request: LintRequest): AuditResult {
  const { id, path, material, keySpec, partition, reference, expectedMac } = request;
  const support = keySpecSupport(keySpecRow(keySpec), partition);
  const unsupported =
    support.status === 'unsupported'
      ? [
          finding(
            'combination-unsupported',
            'material',
            support.reason === undefined ? {} : { found: support.reason },
          ),
        ]
      : [];
  const { findings: found, observed } = lintMaterial(material, {
    keySpec,
    partition,
    ...(reference === undefined ? {} : { reference: reference.bytes }),
    ...(expectedMac === undefined ? {} : { expectedMac }),
  });
  const findings = [...unsupported, ...found];
  return {
    id,
    status: 'examined',
    subject: { path, bytes: material.length, sha256: sha256Hex(material) },
    expected: { partition, keySpec },
    observed,
    verdict: verdictOf(findings),
    findings,
    ...(reference === undefined
      ? {}
      : {
          reference: compareMaterial(
            material,
            { ...reference, kind: referenceKind(reference.bytes, keySpec) },
            found,
          ),
        }),
  };
}
