import { availableParallelism } from 'node:os';
import { jobsOf, millisecondsOf, repeatOf } from '../api/arguments.ts';
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
import type { KeySpec } from '../tables/key-specs.ts';
import { partitions, type Partition } from '../tables/partitions.ts';
import { combinationId } from '../tables/support.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../tables/wrapping.ts';
import { environment } from '../cases/environment.ts';
import { summarize, type VerifyCase, type VerifyReport } from '../cases/result.ts';
import { skipReasons } from '../cases/skips.ts';
import { runRound } from './round.ts';

export interface VerifyInput extends OpensslOptions {
  /** Default: all of them. */
  readonly keySpecs?: readonly KeySpec[] | undefined;
  readonly wrappingAlgorithms?: readonly WrappingAlgorithm[] | undefined;
  readonly wrappingKeySpecs?: readonly WrappingKeySpec[] | undefined;
  /** Default `aws`. */
  readonly partition?: Partition | 'all' | undefined;
  /** Cases under way at once. Default: twice the cores, because processes wait for each other more than they work. */
  readonly jobs?: number | undefined;
  /** How often everything is made anew and run. Default: once. */
  readonly repeat?: number | undefined;
  /** Told each case as it ends, in no particular order, and how many there are. */
  readonly onCase?: ((ended: VerifyCase, total: number) => void | Promise<void>) | undefined;
}

/**
 * Runs every combination that the filters let through: key material generated and wrapped by openssl's documented
 * commands, opened by node, and back; and that what KMS does not accept is refused.
 * A case that goes wrong is a result, not an error.
 * @throws KmsKeywrapError `ERR_OPENSSL_NOT_FOUND`, `ERR_OPENSSL_UNUSABLE`, `ERR_ABORTED`, `ERR_ENVIRONMENT`
 */
export async function verify(input: VerifyInput = {}): Promise<VerifyReport> {
  const combinations = [...matching(filterOf(input))];
  const repeat = repeatOf(input.repeat);
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
    const cannot = await skipReasons(combinations, context);
    const cases: VerifyCase[] = [];
    for (let round = 1; round <= repeat; round += 1) {
      const ended = new Map<string, VerifyCase>();
      const onCase = async (one: VerifyCase) => {
        const result = repeat === 1 ? one : { ...one, round };
        ended.set(one.id, result);
        await input.onCase?.(result, combinations.length * repeat);
      };
      await runRound({ combinations, context, jobs, cannot, onCase });
      cases.push(...combinations.flatMap((one) => ended.get(combinationId(one)) ?? []));
    }
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
