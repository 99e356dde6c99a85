import { maximumBlobBytes } from '../budgets.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { errnoOf, errnoRow } from '../../run/files/errno.ts';
import { shownName } from '../../shown-name.ts';
import { auditBlob, contextKeeper, type AuditRequest } from '../blob/audit.ts';
import { expectedMacOf } from '../expected-mac.ts';
import { audited, type AuditResult } from '../result.ts';
import { batchReader, type ReadFile } from './files.ts';
import { keyStore } from './keys.ts';
import { parseManifestLine } from './manifest-line.ts';
import type { AuditTask, BatchContext, Examined, Marks } from './task.ts';

/** Whether the error is not a fault of the file that was to be read. */
const endsBatch = ({ code, cause }: KmsKeywrapError) =>
  code === 'ERR_OUTPUT_REFUSED' || errnoRow(errnoOf(cause) ?? '').fault === 'scarce';

/** What cannot be read may be a key that was given where its name is expected: `id` and `path` are shown as names. */
const unreadable = (id: string, path: string, error: unknown): Examined => {
  if (!(error instanceof KmsKeywrapError)) throw error;
  const { code, message, hint } = error;
  const result: AuditResult = {
    id: id === path ? shownName(id) : id,
    status: 'unreadable',
    subject: { path: shownName(path), bytes: 0, sha256: '' },
    expected: {},
    observed: {},
    verdict: 'reject',
    findings: [],
    error: hint === undefined ? message : `${message} (${hint})`,
  };
  const failure = { code, message, ends: endsBatch(error), ...(hint === undefined ? {} : { hint }) };
  return { id: result.id, path: result.subject.path, marks: {}, failure, ...audited(result) };
};

/** Examines the subjects of one batch, one after the other; keys are read once. */
export function examiner(context: BatchContext, read: ReadFile = batchReader(context).read) {
  const keyOf = keyStore(read);
  const contextFor = contextKeeper();
  const secret = Buffer.from(context.markKey).toString('base64');
  /** 128 bits that tell nothing of the value to someone who does not know the batch's key. */
  const mark = (kind: string, value: string) => sha256Hex(`${secret}${kind}\0${value}`).slice(0, 32);

  const examineTask = (task: AuditTask): Examined => {
    const { id, blob, key, wrappingAlgorithm, keySpec, partition, reference, mac } = task;
    try {
      const keys = keyOf(key);
      const bytes = read(blob, maximumBlobBytes, 'the blob');
      const request: AuditRequest = {
        keySpec,
        wrappingAlgorithm,
        partition,
        ...keys,
        ...(reference === undefined ? {} : { reference: read(reference, maximumBlobBytes, 'the reference') }),
      };
      const { result, fingerprints } = auditBlob({
        id,
        path: blob,
        blob: bytes,
        context: contextFor(request),
        ...request,
        ...(reference === undefined ? {} : { referencePath: reference }),
        ...(mac === undefined
          ? {}
          : {
              expectedMac: expectedMacOf(
                mac.value,
                read(mac.message, maximumBlobBytes, 'the message of the MAC'),
                keySpec,
              ),
            }),
      });
      const { kek, material, modulus } = fingerprints;
      const marks: Marks = {
        blob: fingerprints.blob.slice(0, 32),
        ...(kek === undefined ? {} : { kek: mark('kek', kek) }),
        ...(material === undefined ? {} : { material: mark('material', material) }),
        ...(modulus === undefined ? {} : { modulus: modulus.toString(16) }),
      };
      return { id, path: blob, marks, ...audited(result) };
    } catch (error) {
      return unreadable(id, blob, error);
    }
  };

  /** A line of a manifest; `number` counts from 1. */
  const examineLine = (line: string, number: number): Examined => {
    try {
      return examineTask(parseManifestLine(line));
    } catch (error) {
      return unreadable(`line ${number}`, '', error);
    }
  };

  return { examineTask, examineLine };
}
