import { auditForService } from '../../src/audit/services/audit.ts';
import { lintForService } from '../../src/audit/services/lint.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import { readPrivateKey, readPublicKey } from '../../src/crypto/wrapping-key.ts';
import { resolveMaterial, resolveService, resolveWrapping } from '../../src/api/services/names.ts';

interface Asked {
  readonly service: string;
  readonly keySpec: string;
  readonly wrapping: string;
  readonly privateKey?: Buffer;
  readonly publicKey?: Buffer;
  readonly label?: { readonly keyId?: string; readonly keyOps?: readonly string[] };
}

/** Audits a file by the names of a service. */
export function auditFile(file: Buffer, asked: Asked): AuditResult {
  const row = resolveService(asked.service);
  return auditForService({
    id: 'blob',
    path: 'blob',
    file,
    row,
    material: resolveMaterial(row, asked.keySpec),
    wrapping: resolveWrapping(row, asked.wrapping),
    ...(asked.privateKey === undefined ? {} : { privateKey: readPrivateKey(asked.privateKey) }),
    ...(asked.publicKey === undefined ? {} : { publicKey: readPublicKey(asked.publicKey) }),
    ...(asked.label === undefined ? {} : { wrappingKeyLabel: asked.label }),
  });
}

/** Lints key material by the names of a service. */
export function lintFile(material: Buffer, service: string, keySpec: string): AuditResult {
  const row = resolveService(service);
  return lintForService({ id: 'm', path: 'm', material, row, due: resolveMaterial(row, keySpec) });
}

/** Findings but notices, by their ids. */
export const faultsOf = ({ findings }: AuditResult): string[] =>
  findings.filter(({ severity }) => severity !== 'notice').map(({ id }) => id);
