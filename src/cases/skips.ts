import { probeOpenssl } from '../run/probe.ts';
import type { RunContext } from '../run/recipe.ts';
import { capabilitiesNeeded, type Capability } from '../tables/openssl.ts';
import { rowsOf, support, type Combination, type CombinationRows } from '../tables/support.ts';
import { nodeLimit } from './node-capabilities.ts';

/**
 * Why this machine cannot run a combination, known before any of them is run; undefined when it can.
 * openssl is tried, not asked for its version. `needs`: what a combination needs of it, all of its recipes unless given.
 */
export async function skipReasons(
  combinations: readonly Combination[],
  context: RunContext,
  needs: (rows: CombinationRows) => readonly Capability[] = capabilitiesNeeded,
): Promise<(combination: Combination) => string | undefined> {
  const wanted = combinations.filter((one) => support(one).status !== 'unsupported').map(rowsOf);
  const needed = [...new Set(wanted.flatMap(needs))];
  const probes = await probeOpenssl(context, needed);
  const cannot = new Map(
    probes.flatMap(({ capability, ok, reason = '' }) => (ok ? [] : [[capability, reason]])),
  );
  return (combination) => {
    const rows = rowsOf(combination);
    const reasons = needs(rows).map((capability) => cannot.get(capability));
    return reasons.find((reason) => reason !== undefined) ?? nodeLimit(rows);
  };
}
