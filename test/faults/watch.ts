import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Argv and environment of every process that belonged to a run, as /proc showed them while it lasted. */
export interface Seen {
  readonly argv: ReadonlySet<string>;
  readonly environment: ReadonlySet<string>;
}

const read = (path: string) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    found.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
  }
  return found;
}

/** Looks at a process and everything that descends from it, again and again until stopped. */
export function watch(root: () => number): { stop: () => Promise<Seen> } {
  const argv = new Set<string>();
  const environment = new Set<string>();
  const stopped = new AbortController();
  const look = async () => {
    while (!stopped.signal.aborted) {
      const tree = parents();
      for (const pid of tree.keys()) {
        let ancestor: number | undefined = pid;
        while (ancestor !== undefined && ancestor > 1 && ancestor !== root()) ancestor = tree.get(ancestor);
        if (ancestor !== root()) continue;
        argv.add(read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
        environment.add(read(`/proc/${pid}/environ`).replaceAll('\0', ' '));
      }
      await pause(2);
    }
  };
  const done = look();
  return {
    stop: async () => {
      stopped.abort();
      await done;
      return { argv, environment };
    },
  };
}

/** How bytes may stand in a text. */
export const spellings = (bytes: Buffer): string[] => [
  bytes.toString('latin1'),
  bytes.toString('hex'),
  bytes.toString('hex').toUpperCase(),
  bytes.toString('base64').replace(/=+$/, ''),
  bytes.toString('base64url'),
  bytes.toString('hex').replaceAll(/(..)(?!$)/g, '$1:'),
  bytes.toString('hex').replaceAll(/(..)(?!$)/g, '$1 '),
  [...bytes].join(','),
  [...bytes].join(', '),
];

/** Texts that hold the bytes, or either half of them, in any spelling. */
export function holding(texts: Iterable<string>, secret: Buffer): string[] {
  const half = secret.length >> 1;
  const wanted = [secret, secret.subarray(0, half), secret.subarray(half)].flatMap(spellings);
  return [...texts].filter((text) => wanted.some((spelling) => text.includes(spelling)));
}
