import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KmsKeywrapError } from '../../src/errors.ts';
import { fill, parseTemplate, splitWords } from '../../src/conform/template.ts';
import { anyText } from '../any-text.ts';

const placeholders = { required: ['blob', 'out'], optional: ['cwd'] };
const parse = (text: string) => parseTemplate('unwrap', text, placeholders);

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as KmsKeywrapError).code;
  }
}

describe('a command line is split into words as a POSIX shell does, without a shell (POSIX, 2.2)', () => {
  it.each([
    ['tool {blob} {out}', ['tool', '{blob}', '{out}']],
    [`tool 'a b' "c \\"d\\"" e\\ f`, ['tool', 'a b', 'c "d"', 'e f']],
    [`--name='x y'z ""`, ['--name=x yz', '']],
    ['a;rm -rf $HOME | `b` > c', ['a;rm', '-rf', '$HOME', '|', '`b`', '>', 'c']],
    [' \t\n', []],
  ])('%j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it('any word in single quotes comes out as it was', () => {
    fc.assert(
      fc.property(fc.array(anyText.map((text) => text.replaceAll("'", ''))), (words) => {
        expect(splitWords(words.map((word) => `'${word}'`).join(' '))).toEqual(words);
      }),
      { seed: 18, numRuns: 50 },
    );
  });

  it('never throws anything but ERR_USAGE', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([undefined, 'ERR_USAGE']).toContain(codeOf(() => splitWords(text)));
      }),
      { seed: 18, numRuns: 50 },
    );
  });
});

describe('placeholders', () => {
  it.each([
    ['', 'is empty'],
    ['tool {blob}', 'does not contain {out}'],
    ['tool {blob} {out} {secret}', 'unknown placeholder {secret}'],
    ["tool {blob} {out} 'open", 'not closed'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringContaining(message) }) as Error,
    );
  });

  it('are filled in within words, and what they give is not split or read again', () => {
    const words = fill(parse('tool --in={blob} {out}'), { blob: "a b'{out}", out: 'c' }, '/');
    expect(words).toEqual(['tool', "--in=a b'{out}", 'c']);
  });

  it('a word that names a file of the current folder is made absolute, for the command runs elsewhere', () => {
    const words = fill(
      parse('./package.json package.json -package.json nowhere.txt {blob} {out}'),
      {},
      process.cwd(),
    );
    expect(words.slice(0, 4)).toEqual([
      `${process.cwd()}/package.json`,
      `${process.cwd()}/package.json`,
      '-package.json',
      'nowhere.txt',
    ]);
  });
});
