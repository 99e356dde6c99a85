import { openEnvelope, type EnvelopeFault, type Opened } from '../../formats/envelopes/index.ts';
import type { OtherKey, WrappingPrivateKey, WrappingPublicKey } from '../../crypto/wrapping-key.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import type { Material, ServiceRow, Wrapping } from '../../tables/services/types.ts';
import { auditBlob } from '../blob/audit.ts';
import { finding, type Finding } from '../finding.ts';
import type { AuditResult } from '../result.ts';
import { verdictOf } from '../verdict.ts';
import { envelopeFindings } from './envelope.ts';
import { dueBlob } from './expected.ts';
import { allForService } from './words.ts';

/** A file that is to be uploaded, and what it should be at a service. */
export interface ServiceAuditInput {
  readonly id: string;
  readonly path: string;
  readonly file: Buffer;
  readonly row: ServiceRow;
  readonly material: Material;
  readonly wrapping: Wrapping;
  readonly privateKey?: WrappingPrivateKey | OtherKey;
  readonly publicKey?: WrappingPublicKey | OtherKey;
  /** What the service says of the wrapping key beside its numbers. */
  readonly wrappingKeyLabel?: { readonly keyId?: string; readonly keyOps?: readonly string[] };
  readonly reference?: Buffer;
}

/** What the envelope says, held against what was asked for. */
function againstRequest(opened: Opened, input: ServiceAuditInput): EnvelopeFault[] {
  const { wrapping, wrappingKeyLabel } = input;
  const faults: EnvelopeFault[] = [];
  if (opened.envelope !== 'byok' || opened.faults.some(({ id }) => id === 'envelope-shape')) return faults;
  const at = 'envelope.header.enc';
  const hasHeader = !opened.faults.some((fault) => 'at' in fault && fault.at === 'envelope.header');
  if (hasHeader && opened.algorithm !== wrapping.name)
    faults.push({
      id: opened.algorithm === undefined ? 'envelope-field' : 'envelope-algorithm',
      at,
      expected: JSON.stringify(wrapping.name),
      ...(opened.algorithm === undefined ? {} : { found: JSON.stringify(opened.algorithm.slice(0, 80)) }),
    });
  const { keyId } = wrappingKeyLabel ?? {};
  if (keyId !== undefined && opened.keyId !== undefined && opened.release === undefined)
    if (opened.keyId !== keyId && !opened.faults.some(({ id }) => id === 'envelope-key-id'))
      faults.push({
        id: 'envelope-key-id',
        at: 'envelope.header.kid',
        why: 'other-key',
        found: JSON.stringify(opened.keyId.slice(0, 120)),
      });
  return faults;
}

/** A Key Exchange Key may be used for importing and nothing else. */
function keyUse({ row, wrappingKeyLabel }: ServiceAuditInput): Finding[] {
  const operations = wrappingKeyLabel?.keyOps;
  if (row.envelope !== 'byok' || operations === undefined) return [];
  if (operations.length === 1 && operations[0] === 'import') return [];
  return [
    finding('wrapping-key-spec', 'wrappingKey.key_ops', {
      expected: 'key_ops with import alone',
      found: `key_ops ${operations.map((one) => JSON.stringify(one.slice(0, 20))).join(', ') || 'without a member'}`,
    }),
  ];
}

/** Findings that the envelope explains: a blob that could not be read out of it is not examined. */
export function auditForService(input: ServiceAuditInput): AuditResult {
  const { id, path, file, row, material, wrapping, privateKey, publicKey, reference } = input;
  const opened = openEnvelope(row.envelope, file);
  const all: Opened = { ...opened, faults: [...opened.faults, ...againstRequest(opened, input)] };
  const around = [...envelopeFindings(all, row), ...keyUse(input)];
  const due = dueBlob(row, material, wrapping, privateKey ?? publicKey);
  const subject = { path, bytes: file.length, sha256: sha256Hex(file) };
  if (opened.blob === undefined) {
    const findings = allForService(around, row);
    return {
      id,
      status: 'examined',
      subject,
      expected: due.expected,
      observed: {},
      verdict: verdictOf(findings, false),
      findings,
    };
  }
  const { result } = auditBlob({
    id,
    path,
    blob: opened.blob,
    keySpec: material.row.name,
    wrappingAlgorithm: wrapping.scheme.wrappingKey === 'sm2' ? 'SM2PKE' : 'RSA_AES_KEY_WRAP_SHA_256',
    partition: 'aws',
    due,
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(reference === undefined ? {} : { reference }),
  });
  const findings = allForService([...around, ...result.findings], row);
  return {
    ...result,
    subject,
    findings,
    verdict: verdictOf(findings, wasWhole(result)),
  };
}

/** Whether everything was looked at: the engine says so unless it found an error. */
const wasWhole = ({ observed, verdict }: AuditResult) =>
  verdict === 'accept' || observed.materialBytes !== undefined;
