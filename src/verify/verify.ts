import { availableParallelism } from 'node:os';
import { jobsOf, millisecondsOf } from '../api/arguments.ts';
import type { OpensslOptions } from '../api/engine.ts';
import {
  resolveKeySpec,
  resolvePartition,
  resolveWrappingAlgorithm,
  resolveWrappingKeySpec,
} from '../api/names.ts';
import { matching } from '../api/support-table.ts';
import { findOpenssl } from '../run/find.ts';
import { withWorkspace } from '../run/workspace.ts';
import { keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import { partitions, type Partition } from '../tables/partitions.ts';
import { combinationId, rowsOf, support, type Combination } from '../tables/support.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../tables/wrapping.ts';
import { runChecks } from './checks.ts';
import { concurrently } from '../cases/concurrently.ts';
import { environment } from '../cases/environment.ts';
import { opensslSide } from './openssl-side.ts';
import { checkRefusal } from './refusal.ts';
import { failedCase, judged, type Outcome } from '../cases/outcome.ts';
import { summarize, type VerifyCase, type VerifyReport } from '../cases/result.ts';
import { skipReasons } from '../cases/skips.ts';
import { testWrappingKeys } from './wrapping-keys.ts';

export interface VerifyInput extends OpensslOptions {
  /** Default: all of them. */
  readonly keySpecs?: readonly KeySpec[] | undefined;
  readonly wrappingAlgorithms?: readonly WrappingAlgorithm[] | undefined;
  readonly wrappingKeySpecs?: readonly WrappingKeySpec[] | undefined;
  /** Default `aws`. */
  readonly partition?: Partition | 'all' | undefined;
  /** Cases under way at once. Default: twice the cores, because processes wait for each other more than they work. */
  readonly jobs?: number | undefined;
  /** Told each case as it ends, in no particular order, and how many there are. */
  readonly onCase?: ((ended: VerifyCase, total: number) => void | Promise<void>) | undefined;
}

/**
 * Runs every combination that the filters let through: key material generated and wrapped by openssl's documented
 * commands, opened by node, and back; and that what KMS does not take is refused.
 * A case that goes wrong is a result, not an error.
 * @throws KmsKeywrapError `ERR_OPENSSL_NOT_FOUND`, `ERR_OPENSSL_UNUSABLE`, `ERR_ABORTED`, `ERR_ENVIRONMENT`
 */
export async function verify(input: VerifyInput = {}): Promise<VerifyReport> {
  const combinations = [...matching(filterOf(input))];
  const jobs = jobsOf(input.jobs, availableParallelism() * 2);
  const openssl = findOpenssl({ path: input.openssl });
  const timeout = millisecondsOf(input.timeout);
  return withWorkspace(async (workspace) => {
    const context = {
      openssl,
      workspace,
      timeout,
      signal: input.signal,
      trace: input.trace,
      revealSecrets: input.revealSecrets,
    };
    const wrappingKey = testWrappingKeys();
    const cannot = await skipReasons(combinations, context);
    const ended = new Map<string, VerifyCase>();

    const runCase = async (combination: Combination): Promise<void> => {
      const started = performance.now();
      const answer = support(combination);
      const outcome = async (): Promise<Outcome> => {
        if (answer.status === 'unsupported')
          return judged(
            [await checkRefusal(combination, await wrappingKey(combination.wrappingKeySpec))],
            answer.reason,
          );
        const skip = cannot(combination);
        if (skip !== undefined) return { status: 'skipped', reason: skip, checks: [] };
        const key = await wrappingKey(combination.wrappingKeySpec);
        const rows = rowsOf(combination);
        return judged(await runChecks(rows, key, opensslSide(rows, context)), answer.reason);
      };
      const result: VerifyCase = {
        id: combinationId(combination),
        ...combination,
        support: answer.status,
        ...(await outcome().catch(failedCase)),
        ms: Math.round(performance.now() - started),
      };
      ended.set(result.id, result);
      await input.onCase?.(result, combinations.length);
    };

    await concurrently(slowestFirst(combinations), jobs, runCase);
    const cases = combinations.flatMap((one) => ended.get(combinationId(one)) ?? []);
    return { environment: await environment(openssl), cases, summary: summarize(cases) };
  });
}

function filterOf(input: VerifyInput) {
  return {
    keySpec: input.keySpecs?.map((name) => resolveKeySpec(name).name),
    wrappingAlgorithm: input.wrappingAlgorithms?.map((name) => resolveWrappingAlgorithm(name).name),
    wrappingKeySpec: input.wrappingKeySpecs?.map((name) => resolveWrappingKeySpec(name).name),
    partition: input.partition === 'all' ? partitions : resolvePartition(input.partition ?? 'aws'),
  };
}

/** RSA key generation takes longest, and longest for large moduli: started last, it would be waited for alone. */
function slowestFirst(combinations: readonly Combination[]): Combination[] {
  const cost = (one: Combination) => {
    if (support(one).status === 'unsupported') return 0;
    const row = keySpecRow(one.keySpec);
    return row.kind === 'rsa' ? row.modulusBits : 1;
  };
  return combinations.toSorted((a, b) => cost(b) - cost(a));
}
