import { crossSubject, type NameSubject } from '../audit/batch/cross-subject.ts';
import { auditBlob } from '../audit/blob/audit.ts';
import type { Finding } from '../audit/finding.ts';
import { readPrivateKey } from '../crypto/wrapping-key.ts';
import type { CommandOutcome } from '../run/command.ts';
import type { UnwrapCase, WrapCase } from './cases.ts';
import type { ConformResult } from './result.ts';

/** What a run shows by itself. */
export type Seen = Pick<
  ConformResult,
  'status' | 'gave' | 'gaveMaterial' | 'exitStatus' | 'signal' | 'said' | 'findings'
>;

/** Exit status by which an implementation says that it has no such algorithm: `EX_UNAVAILABLE` of sysexits.h. */
export const unavailableStatus = 69;

const firstLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
    ?.slice(0, 300);

/** What there is to tell of a run beside its status. */
function seen({ ending, stderr }: CommandOutcome, status: ConformResult['status']): Seen {
  const said = status === 'right' ? undefined : firstLine(stderr);
  return {
    status,
    ...(ending.kind === 'exit' ? { exitStatus: ending.status } : {}),
    ...(ending.kind === 'signal' ? { signal: ending.signal } : {}),
    ...(said === undefined ? {} : { said }),
    findings: [],
  };
}

/** How it ended when not by itself; undefined when it came to an end and says whether it succeeded. */
function broken(outcome: CommandOutcome): Seen | undefined {
  switch (outcome.ending.kind) {
    case 'timeout':
      return seen(outcome, 'hung');
    case 'signal':
    case 'flood':
      return seen(outcome, 'crashed');
    case 'exit':
      return outcome.ending.status === unavailableStatus ? seen(outcome, 'unavailable') : undefined;
  }
}

/** Bytes that a run that says it succeeded has written. */
const given = ({ ending, out }: CommandOutcome) =>
  ending.kind === 'exit' && ending.status === 0 ? out : undefined;

/** Judges an unwrapper by one case. Exit status 0 and a file that is not empty: opened. Any other status: refused. */
export function judgeUnwrap({ due, material }: UnwrapCase, outcome: CommandOutcome): Seen {
  const ended = broken(outcome);
  if (ended !== undefined) return ended;
  const out = given(outcome);
  if (out === undefined) return seen(outcome, due === 'accept' ? 'refused' : 'right');
  const gaveMaterial = out.equals(material);
  const status = due === 'reject' ? 'accepted' : gaveMaterial ? 'right' : 'wrong-bytes';
  return { ...seen(outcome, status), gave: out.length, gaveMaterial };
}

/** The key is right, encoded in another way that KMS accepts too: a wrapper on a token encodes keys itself. */
const sameKey = 'reference-encoding';

/** Judges what a wrapper makes, each blob against those before it too: `kek-reused`, `blob-duplicate`. */
export function wrapJudge(nameOf: NameSubject) {
  const { compare } = crossSubject(nameOf);
  return (one: WrapCase, outcome: CommandOutcome, number: number): Seen => {
    const ended = broken(outcome);
    if (ended !== undefined) return ended;
    const blob = given(outcome);
    if (blob === undefined) return seen(outcome, 'refused');
    const key = readPrivateKey(one.privateKey);
    const { result, fingerprints } = auditBlob({
      id: one.id,
      path: one.id,
      blob,
      ...(key.kind === 'other' ? {} : { privateKey: key }),
      wrappingAlgorithm: one.wrappingAlgorithm,
      keySpec: one.keySpec,
      partition: one.partition,
      reference: one.material,
      primalityRounds: 1,
    });
    const { blob: blobMark, kek } = fingerprints;
    const marks = { blob: blobMark.slice(0, 32), ...(kek === undefined ? {} : { kek: kek.slice(0, 32) }) };
    const examined = { id: one.id, path: one.id, word: result.verdict, result, marks };
    const all = compare(examined, number).result.findings;
    const isNamed = ({ id, severity }: Finding) =>
      severity !== 'notice' && id !== sameKey && !one.expect.includes(id);
    const findings = all.filter(isNamed);
    return { ...seen(outcome, findings.length === 0 ? 'right' : 'faulty'), gave: blob.length, findings };
  };
}
