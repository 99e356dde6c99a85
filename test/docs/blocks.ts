import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lexer } from 'marked';
import { root } from '../../scripts/build/inputs.mjs';

/** What a comment before a fence says of it: the word before the colon, and what follows it. */
export interface Mark {
  readonly name: MarkName;
  readonly text: string;
}

const markNames = [
  /** Why it cannot be run here. */
  'not run',
  /** Programs, or files by their path, without which it is not run. */
  'needs',
  /** Commands that are run before it and not shown: what the reader has already, or what a device does. */
  'before',
  /** The exit statuses that its last command may end with, where it is not 0. */
  'exit status',
  /** The file that it is the content of. */
  'file',
  /** Its command goes on until the end of the page. */
  'background',
  /** It stands in what the command in the background printed. */
  'printed in the background',
] as const;
export type MarkName = (typeof markNames)[number];

export interface Block {
  /** Of its fence. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** False where it is indented, which leaves no place for a language. */
  readonly fenced: boolean;
}

/** Every page whose commands a reader may type, by its path in the repository. `make test-aws` runs the commands of the ceremony. */
export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'ceremony.md')
    .map((name) => `docs/${name}`),
];

export const pageText = (page: string): string => readFileSync(join(root, page), 'utf8');

function marksOf(comment: string): Mark[] {
  return [...comment.matchAll(/<!--\s*([a-z ]+?)(?::\s*([^]*?))?\s*-->/g)].flatMap(
    ([, said = '', text = '']) => {
      const name = markNames.find((each) => each === said);
      return name === undefined ? [] : [{ name, text }];
    },
  );
}

/** The code blocks of a page, each with the comments right before it. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let marks: Mark[] = [];
  let line = 1;
  for (const token of lexer(pageText(page))) {
    if (token.type === 'code')
      blocks.push({
        line,
        language: String(token['lang'] ?? ''),
        text: String(token['text']),
        marks,
        fenced: token['codeBlockStyle'] !== 'indented',
      });
    if (token.type === 'html') marks = [...marks, ...marksOf(token.raw)];
    else if (token.type !== 'space') marks = [];
    line += token.raw.split('\n').length - 1;
  }
  return blocks;
}

export const markOf = ({ marks }: Block, name: MarkName): string | undefined =>
  marks.find((mark) => mark.name === name)?.text;

export interface Command {
  readonly typed: string;
  readonly printed: string;
}

/** The commands of a `console` block with what each printed; a line that ends in a backslash goes on. */
export function consoleCommands(text: string): Command[] {
  return text.split(/^(?=\$ )/m).map((part) => {
    const [, typed = '', printed = ''] = /^\$ ((?:.*\\\n)*.*)\n?([^]*)$/.exec(part) ?? [];
    return { typed, printed };
  });
}

/** The commands of a `sh` block, one a line. */
export const shellCommands = (text: string): string[] =>
  text.split(/(?<!\\)\n/).filter((command) => command.trim() !== '' && !command.startsWith('#'));
