import { expect, it } from 'vitest';
import { readingsOf } from '../../src/formats/readings.ts';

const size = 500_000;
const repeated = (piece: string) => piece.repeat(Math.ceil(size / piece.length));

/** Text on which a pattern that goes back over what it has read takes the square of the length, or worse. */
const texts: Readonly<Record<string, string>> = {
  'quotes and blanks': `"${repeated(' ')}`,
  'adjacent literals': repeated('"\\x41"\n'),
  'quotes': repeated('"\' '),
  'blanks': repeated(' '),
  'line breaks': repeated('\n'),
  'PEM beginnings': repeated('-----BEGIN A-----\n'),
  'escapes': repeated('\\x'),
  'pairs': repeated('ab '),
  'numbers': repeated('12, '),
  'long numbers': repeated('1234567, '),
  'assignments': repeated('a="\n'),
  'brackets': repeated('[{'),
  'rows of a dump': repeated(`0000: ${'ab '.repeat(8)}|\n`),
  'digits in lines': repeated(`${'A'.repeat(64)}\n`),
};

it.each(Object.entries(texts))('%s are read to the end', { timeout: 20_000 }, (_, text) => {
  for (const { layers, content } of readingsOf(Buffer.from(text))) {
    expect(layers.length).toBeLessThanOrEqual(20);
    expect(content.length).toBeLessThanOrEqual(size + 64);
  }
});
