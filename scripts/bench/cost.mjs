// @ts-check
import { $ } from 'zx';

/** @typedef {{ wall: number, cpu: number }} Cost seconds */

/** @param {number[]} values */
export const median = (values) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Wall and CPU time of a bash script, children included. @param {string} folder @param {string} script @returns {Promise<Cost>} */
async function cost(folder, script) {
  const shell = $({ cwd: folder, quiet: true });
  const { stdout } =
    await shell`bash -c ${`TIMEFORMAT='%R %U %S'; { time { ${script}\n} >out.txt 2>err.txt; } 2>&1`}`;
  const [wall = 0, user = 0, system = 0] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system };
}

/**
 * Runs scripts in turn, so that all of them meet the same machine, and gives the median cost of each.
 * @param {string} folder @param {number} rounds @param {Record<string, string>} scripts
 * @returns {Promise<(name: string) => Cost>}
 */
export async function compare(folder, rounds, scripts) {
  /** @type {Map<string, Cost[]>} */
  const costs = new Map(Object.keys(scripts).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, script] of Object.entries(scripts)) costs.get(name)?.push(await cost(folder, script));
  return (name) => {
    const list = costs.get(name) ?? [];
    return { wall: median(list.map(({ wall }) => wall)), cpu: median(list.map(({ cpu }) => cpu)) };
  };
}
