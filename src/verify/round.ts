import { concurrently } from '../cases/concurrently.ts';
import { failedCase, judged, type Outcome } from '../cases/outcome.ts';
import type { VerifyCase } from '../cases/result.ts';
import type { RunContext } from '../run/recipe.ts';
import { keySpecRow } from '../tables/key-specs.ts';
import { combinationId, rowsOf, support, type Combination } from '../tables/support.ts';
import { wrappingKeySpecRow } from '../tables/wrapping.ts';
import { runChecks } from './checks.ts';
import { materialName, materials } from './key-material.ts';
import { opensslSide } from './openssl-side.ts';
import { checkRefusal } from './refusal.ts';
import { testWrappingKeys } from './wrapping-keys.ts';

/** Bits of an RSA modulus that has to be found first: the larger, the longer that lasts. */
function keyGeneration({ keySpec }: Combination): number {
  const row = keySpecRow(keySpec);
  return row.kind === 'rsa' ? row.modulusBits : 0;
}

function wrappingKeyGeneration({ wrappingKeySpec }: Combination): number {
  const row = wrappingKeySpecRow(wrappingKeySpec);
  return row.kind === 'rsa' ? row.bits : 0;
}

const isRun = (one: Combination) => support(one).status !== 'unsupported';

/** First the cases whose keys are made soonest: the others' keys are looked for meanwhile. */
const soonestFirst = (combinations: readonly Combination[]): Combination[] =>
  combinations.toSorted(
    (a, b) => keyGeneration(a) - keyGeneration(b) || wrappingKeyGeneration(a) - wrappingKeyGeneration(b),
  );

export interface RoundInput {
  readonly combinations: readonly Combination[];
  readonly context: RunContext;
  /** Cases under way at once. */
  readonly jobs: number;
  /** Why this machine cannot run a combination. */
  readonly cannot: (combination: Combination) => string | undefined;
  readonly onCase: (ended: VerifyCase) => void | Promise<void>;
}

/**
 * Runs every combination once, with keys of this round: key material for each key spec and partition, and a wrapping key for
 * each wrapping key spec. Cases end in no particular order; one that goes wrong is a result.
 */
export async function runRound(input: RoundInput): Promise<void> {
  const { combinations, context, cannot, jobs } = input;
  const material = materials(context);
  const wrappingKey = testWrappingKeys();

  const outcome = async (combination: Combination): Promise<Outcome> => {
    const { reason } = support(combination);
    const key = () => wrappingKey(combination.wrappingKeySpec);
    if (!isRun(combination)) return judged([await checkRefusal(combination, await key())], reason);
    const skip = cannot(combination);
    if (skip !== undefined) return { status: 'skipped', reason: skip, checks: [] };
    const rows = rowsOf(combination);
    const [generated, wrapping] = await Promise.all([material.of(rows), key()]);
    return judged(await runChecks(rows, generated, wrapping, opensslSide(rows, context)), reason);
  };
  const runCase = async (combination: Combination) => {
    const started = performance.now();
    await input.onCase({
      id: combinationId(combination),
      ...combination,
      support: support(combination).status,
      ...(await outcome(combination).catch(failedCase)),
      ms: Math.round(performance.now() - started),
    });
  };
  /** What goes wrong here is told to the cases that wait for it. */
  const lookForPrimes = async (combination: Combination) =>
    void (await material.of(rowsOf(combination)).catch(() => undefined));

  const kinds = new Map(
    combinations
      .filter((one) => isRun(one) && cannot(one) === undefined && keyGeneration(one) > 0)
      .map((one) => [materialName(rowsOf(one)), one]),
  );
  const slowestFirst = [...kinds.values()].sort((a, b) => keyGeneration(b) - keyGeneration(a));
  try {
    await Promise.all([
      concurrently(slowestFirst, Math.floor(jobs / 2), lookForPrimes),
      concurrently(soonestFirst(combinations), jobs, runCase),
    ]);
  } finally {
    material.forget();
  }
}
