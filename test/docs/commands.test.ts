import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, consoleCommands, markOf, pages, pageText, shellCommands, type Block } from './blocks.ts';
import { compared, contains, renamed } from './compare.ts';
import { has, Session } from './session.ts';

/** Runs one block of a page; what it needs of earlier ones is in the session. */
type Run = (session: Session, block: Block, names: Map<string, string>) => Promise<void>;

const withNames = (text: string, names: ReadonlyMap<string, string>) => {
  let out = text;
  for (const [documented, found] of names) out = out.replaceAll(documented, found);
  return out;
};

/** Runs a program on the block, which prints what its last comments say: `console.log(verdict); // reject`. */
const program =
  (name: string, command: string, comment: RegExp): Run =>
  async (session, { text }) => {
    session.place.write(name, text);
    const { status, printed } = await session.type(`${command} ${name}`);
    const said = [...text.matchAll(comment)].map(([, value = '']) => value);
    expect({ status, printed: printed.trim().split('\n').filter(Boolean) }, printed).toEqual({
      status: 0,
      printed: said,
    });
  };

const runs: Readonly<Record<string, Run>> = {
  console: async (session, block, names) => {
    const commands = consoleCommands(block.text);
    for (const [index, { typed, printed: documented }] of commands.entries()) {
      const last = index === commands.length - 1;
      if (markOf(block, 'background') !== undefined) {
        const printed = await session.stay(typed, documented.trim().split('\n').length);
        const { expected, found } = compared(session.here(documented), printed);
        expect(found).toBe(expected);
        continue;
      }
      const { status, printed } = await session.type(withNames(typed, names));
      const { expected, found } = compared(session.here(documented), printed);
      expect(found, typed).toBe(expected);
      const statuses = last ? (markOf(block, 'exit status') ?? '0').split(' ') : ['0'];
      expect(statuses, `${typed}\n${printed}`).toContain(String(status));
      for (const [from, to] of renamed(documented, printed)) names.set(from, to);
    }
  },
  sh: async (session, block, names) => {
    for (const command of shellCommands(block.text)) {
      const { status, printed } = await session.type(withNames(command, names));
      expect(status, `${command}\n${printed}`).toBe(0);
    }
  },
  js: program('example.mjs', 'node --no-warnings', /console\.log\(.*\); \/\/ (.*)$/gm),
  python: program('example.py', 'python3', /print\(.*\) {2}# (.*)$/gm),
  java: program('Example.java', 'java', /println\(.*\); \/\/ (.*)$/gm),
  go: program('example.go', 'go run', /Println\(.*\) \/\/ (.*)$/gm),
};

/** What a block is when it is not a program. */
const special = (block: Block): Run | undefined => {
  const file = markOf(block, 'file');
  if (file !== undefined)
    return async (session, { text }) => {
      session.place.write(file, `${text}\n`);
    };
  if (markOf(block, 'printed in the background') !== undefined)
    return async (session, { text }) => {
      await expect.poll(() => contains(session.here(text), session.printedInBackground)).toBe(true);
    };
  return undefined;
};

const unrun: string[] = [];

describe.each(pages)('%s', (page) => {
  const names = new Map<string, string>();
  let session: Session;
  beforeAll(async () => {
    session = await Session.open(pageText(page));
  });
  afterAll(() => session.close());

  it('gives each code block a language, so that it is known what it is', () => {
    const bare = blocksOf(page).filter(({ fenced, language }) => !fenced || language === '');
    expect(bare.map(({ line }) => `line ${line}`)).toEqual([]);
  });

  for (const block of blocksOf(page)) {
    const why = markOf(block, 'not run');
    const needed = markOf(block, 'needs')?.split(' ') ?? [];
    const missing = needed.filter((name) => !has(name));
    const title = `line ${block.line}: ${block.text.split('\n')[0]}`;
    if (why !== undefined) {
      unrun.push(`${page}: ${why}`);
      continue;
    }
    it.skipIf(missing.length > 0)(
      `${title}${missing.length > 0 ? ` (skipped: ${missing.join(', ')} not installed)` : ''}`,
      { timeout: 180_000 },
      async () => {
        const run = special(block) ?? runs[block.language];
        expect(run, `a block of ${block.language} is run, or says why it is not`).toBeDefined();
        for (const command of shellCommands(markOf(block, 'before') ?? '')) {
          const { status, printed } = await session.type(withNames(command, names));
          expect(status, `${command}\n${printed}`).toBe(0);
        }
        await run?.(session, block, names);
      },
    );
  }
});

it('every block that is not run says why, and these are all of them', () => {
  expect(unrun).toMatchInlineSnapshot(`
    [
      "README.md: takes the package from the registry; a test installs the packed one",
      "README.md: the second is this very test, the first takes minutes; .ci/run runs both",
      "README.md: GitHub runs it",
      "docs/conformance.md: unwrap, wrap and the token stand for the reader's own; the commands of the README and test/conform are run",
    ]
  `);
});
