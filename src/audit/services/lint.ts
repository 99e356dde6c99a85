import { sha256Hex } from '../../crypto/hash.ts';
import { materialSupport } from '../../tables/services/index.ts';
import type { Material, ServiceRow } from '../../tables/services/types.ts';
import { finding } from '../finding.ts';
import { compareMaterial } from '../material/compare.ts';
import { lintMaterial } from '../material/lint.ts';
import type { AuditResult } from '../result.ts';
import { verdictOf } from '../verdict.ts';
import { allForService } from './words.ts';

export interface ServiceLintInput {
  readonly id: string;
  readonly path: string;
  readonly material: Buffer;
  readonly row: ServiceRow;
  readonly due: Material;
  /** The key that the material should be. */
  readonly reference?: { readonly path: string; readonly bytes: Buffer };
}

/** Names what is wrong with plaintext key material for a service. Never throws on any bytes. */
export function lintForService({ id, path, material, row, due, reference }: ServiceLintInput): AuditResult {
  const support = materialSupport(row, due);
  const cited = support.sources.map(({ title }) => title).join('; ');
  const refused =
    support.status === 'supported'
      ? []
      : [
          {
            ...finding(
              support.status === 'unsupported' ? 'combination-unsupported' : 'combination-disputed',
              'material',
              support.reason === undefined ? {} : { message: support.reason },
            ),
            source: cited,
          },
        ];
  const { findings: found, observed } = lintMaterial(material, {
    keySpec: due.row.name,
    partition: 'aws',
    due,
    ...(reference === undefined ? {} : { reference: reference.bytes }),
  });
  const findings = allForService([...refused, ...found], row);
  return {
    id,
    status: 'examined',
    subject: { path, bytes: material.length, sha256: sha256Hex(material) },
    expected: { service: row.name, keySpec: due.name },
    observed,
    verdict: verdictOf(findings),
    findings,
    ...(reference === undefined
      ? {}
      : { reference: compareMaterial(material, { ...reference, kind: 'material' }, findings) }),
  };
}
