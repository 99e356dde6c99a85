import * as assert from 'node:assert';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standIns, standInFor } from '../../scripts/build/stand-ins.mjs';
import { root } from '../../scripts/build/inputs.mjs';

const packages = Object.entries(standIns);
const pairs = packages.flatMap(([owner, modules]) => modules.map((module) => [module, owner] as const));
const inside = (owner: string) => join(root, 'node_modules', owner, 'index.js');

/** The module that `owner` would load. */
const real = async (module: string, owner: string) =>
  import(pathToFileURL(createRequire(inside(owner)).resolve(module)).href) as Promise<
    Record<string, unknown>
  >;
const standIn = async (module: string, owner: string) =>
  import(pathToFileURL(standInFor(module, inside(owner)) ?? '').href) as Promise<Record<string, unknown>>;

describe('a stand-in is for its package alone', () => {
  it.each(pairs)('%s is replaced in %s and nowhere else', (module, owner) => {
    expect(existsSync(standInFor(module, inside(owner)) ?? '')).toBe(true);
    for (const other of ['cliui', 'wrap-ansi', 'tmp', 'diff'])
      expect(standInFor(module, inside(other))).toBeUndefined();
    expect(standInFor(module, join(root, 'src/cli/main.ts'))).toBeUndefined();
    expect(standInFor(module, undefined)).toBeUndefined();
    // One package inside another: the inner one loads it.
    expect(
      standInFor(module, join(root, 'node_modules', owner, 'node_modules/other/index.js')),
    ).toBeUndefined();
  });
});

describe('string-width in yargs', () => {
  it('agrees on printable ASCII, coloured or not', async () => {
    const { default: ours } = (await standIn('string-width', 'yargs')) as {
      default: (text: string) => number;
    };
    const { default: theirs } = (await real('string-width', 'yargs')) as {
      default: (text: string) => number;
    };
    const ascii = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
    });
    fc.assert(
      fc.property(ascii, fc.integer({ min: 0, max: 107 }), (text, colour) => {
        const coloured = `\u001b[${colour}m${text}\u001b[0m`;
        expect([ours(text), ours(coloured)]).toEqual([theirs(text), theirs(coloured)]);
      }),
      { seed: 11 },
    );
  });
});

describe('assert in yargs', () => {
  it.each([
    [1, 1],
    [1, 2],
    [undefined, undefined],
    ['a', undefined],
    [Number.NaN, Number.NaN],
  ])('%s and %s: throws the given message where node throws', async (one, other) => {
    type Checks = Record<
      'strictEqual' | 'notStrictEqual',
      (one: unknown, other: unknown, message: Error) => void
    >;
    const ours = (await standIn('assert', 'yargs')) as unknown as Record<
      string,
      (...words: unknown[]) => void
    >;
    const theirs = assert as unknown as Checks;
    for (const name of ['strictEqual', 'notStrictEqual'] as const) {
      const outcome = (check: () => void) => {
        try {
          check();
          return 'held';
        } catch (error) {
          return (error as Error).message;
        }
      };
      expect(outcome(() => ours[name]?.(one, other, 'the message'))).toBe(
        outcome(() => theirs[name](one, other, new Error('the message'))),
      );
    }
  });
});

describe('what execa does not use here', () => {
  it('human-signals: every signal of this system by name and number, with a description', async () => {
    const { signalsByName } = (await standIn('human-signals', 'execa')) as {
      signalsByName: Record<string, { name: string; number: number; description: string }>;
    };
    for (const [name, number] of Object.entries(constants.signals))
      expect(signalsByName[name]).toEqual({ name, number, description: expect.any(String) });
  });

  it('figures: the three that execa draws, as texts', async () => {
    const { default: ours } = (await standIn('figures', 'execa')) as { default: Record<string, unknown> };
    const { default: theirs } = (await real('figures', 'execa')) as { default: Record<string, unknown> };
    for (const [name, figure] of Object.entries(ours))
      expect([typeof figure, typeof theirs[name]]).toEqual(['string', 'string']);
    expect(Object.keys(ours)).toEqual(['tick', 'cross', 'warning']);
  });

  it('pretty-ms: a text of a number', async () => {
    const { default: ours } = (await standIn('pretty-ms', 'execa')) as { default: (ms: number) => string };
    expect(ours(12)).toBe('12 ms');
  });

  it('node:v8: serialize throws, and execa asks for nothing else', async () => {
    const ours = await standIn('node:v8', 'execa');
    expect(ours['serialize']).toThrow('no messages');
    expect(Object.keys(ours)).toEqual(['serialize']);
  });

  it('no source of this project sends messages to a child, or asks execa to be verbose', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const using = sources.filter((name) =>
      /\bipc(?:Input)?\s*:|\bverbose:\s*['"(]/.test(readFileSync(join(root, 'src', name), 'utf8')),
    );
    expect(using).toEqual([]);
  });
});
