import { availableParallelism } from 'node:os';
import { jobsOf, millisecondsOf } from '../api/arguments.ts';
import type { OpensslOptions } from '../api/engine.ts';
import { findOpenssl } from '../run/find.ts';
import type { RunContext } from '../run/recipe.ts';
import { withWorkspace } from '../run/workspace.ts';
import { wrappingNeeds } from '../tables/openssl.ts';
import { concurrently } from '../cases/concurrently.ts';
import { environment } from '../cases/environment.ts';
import { failedCase, judged, type Outcome } from '../cases/outcome.ts';
import { summarize, type Check, type Environment, type Summary, type VerifyCase } from '../cases/result.ts';
import { skipReasons } from '../cases/skips.ts';
import { goldenTests, type GoldenTest } from './cases.ts';
import { readVectorFiles } from './files.ts';

/** One golden vector and what this machine made of it. */
export interface GoldenCase extends Pick<VerifyCase, 'status' | 'reason' | 'checks' | 'ms'> {
  /** File and number: `rsaes_oaep_sha_1/17`. */
  readonly id: string;
  /** What the vector is: a combination, or the place in the document that it is from. */
  readonly comment: string;
}

export interface GoldenReport {
  readonly environment: Environment;
  readonly cases: readonly GoldenCase[];
  readonly summary: Summary;
}

export interface GoldenInput extends OpensslOptions {
  /** Cases under way at once. Default: twice the cores. */
  readonly jobs?: number | undefined;
  /** Told each case as it ends, in no particular order, and how many there are. */
  readonly onCase?: ((ended: GoldenCase, total: number) => void | Promise<void>) | undefined;
}

/**
 * Runs the golden vectors that ship with the package against this machine's node and openssl: known answers of the
 * documents, whole blobs made again byte for byte and opened by both, and blobs that neither may open.
 * @throws KmsKeywrapError `ERR_OPENSSL_NOT_FOUND`, `ERR_OPENSSL_UNUSABLE`, `ERR_ABORTED`, `ERR_ENVIRONMENT`
 */
export async function golden(input: GoldenInput = {}): Promise<GoldenReport> {
  const tests = [...readVectorFiles()].flatMap(([name, file]) => goldenTests(name, file));
  const jobs = jobsOf(input.jobs, availableParallelism() * 2);
  const openssl = findOpenssl({ path: input.openssl });
  const timeout = millisecondsOf(input.timeout);
  return withWorkspace(async (workspace) => {
    const context = { openssl, workspace, timeout, signal: input.signal, trace: input.trace };
    const cannot = await skipReasons(
      tests.map(({ needs }) => needs),
      context,
      ({ algorithm }) => wrappingNeeds(algorithm),
    );
    const ended = new Map<string, GoldenCase>();
    await concurrently(tests, jobs, async (test) => {
      const started = performance.now();
      const skip = cannot(test.needs);
      const outcome: Outcome =
        skip === undefined
          ? await checksOf(test, context).then((checks) => judged(checks), failedCase)
          : { status: 'skipped', reason: skip, checks: [] };
      const ms = Math.round(performance.now() - started);
      const result: GoldenCase = { id: test.id, comment: test.comment, ...outcome, ms };
      ended.set(test.id, result);
      await input.onCase?.(result, tests.length);
    });
    const cases = tests.flatMap(({ id }) => ended.get(id) ?? []);
    return { environment: await environment(openssl), cases, summary: summarize(cases) };
  });
}

async function checksOf(test: GoldenTest, context: RunContext): Promise<Check[]> {
  return [...test.inNode(), ...(await test.inOpenssl(context))];
}
