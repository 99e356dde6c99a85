import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

/** Each layer imports from itself and from those on its left, and from nowhere else in src/. */
const layers = [
  'tables',
  'formats',
  'recipe',
  'run',
  'crypto',
  'audit',
  'api',
  'samples',
  'cases',
  'golden',
  'verify',
  'conform',
  'bundle',
  'rehearse',
  'report',
  'cli',
] as const;
type Layer = (typeof layers)[number];

/** Arrows that the order would allow, but that must not be. */
const forbidden: readonly (readonly [Layer, Layer, string])[] = [
  ['crypto', 'recipe', 'the oracle shares no code with what it checks'],
  ['crypto', 'run', 'the oracle shares no code with what it checks'],
];

/** Layers that import none of node's own modules, either. */
const pure: readonly Layer[] = ['tables', 'recipe'];

/** Packages that belong to one layer. */
const owners: Readonly<Record<string, Layer>> = {
  'execa': 'run',
  'tmp-promise': 'run',
  'yargs': 'cli',
  'diff': 'report',
};

/** The files outside cli/ that may look at the process, with what for. */
const processUsers: Readonly<Record<string, string>> = {
  'conform/pkcs11/child.ts': 'arguments, environment and exit status: it is a process of its own',
  'run/host/host.ts': 'pid, user and environment for children and workspaces',
};

interface Import {
  readonly file: string;
  readonly from: string;
}

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
);

type Node = Readonly<Record<string, unknown>>;

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  else if (typeof value === 'object' && value !== null) {
    const node = value as Node;
    if (typeof node['type'] === 'string') yield node;
    for (const child of Object.values(node)) yield* nodesOf(child);
  }
}

const sourced = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** Static and dynamic imports, re-exports and type imports of a file, and whether it uses the global `process`. */
function readModule(file: string): { imports: Import[]; usesProcess: boolean } {
  const imports: Import[] = [];
  let usesProcess = false;
  for (const node of nodesOf(parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' }))) {
    const source = (node['source'] ?? node['argument']) as Node | null | undefined;
    if (sourced.has(String(node['type'])) && typeof source?.['value'] === 'string')
      imports.push({ file, from: source['value'] });
    const object = node['object'] as Node | undefined;
    if (node['type'] === 'MemberExpression' && object?.['name'] === 'process') usesProcess = true;
  }
  return { imports, usesProcess };
}

const modules = new Map(files.map((file) => [file, readModule(file)]));
const imports = [...modules.values()].flatMap((module) => module.imports);
const layerOf = (path: string) => layers.find((layer) => path.startsWith(`${layer}/`));
const isRelative = (from: string) => from.startsWith('.');
const targetOf = ({ file, from }: Import) => normalize(join(dirname(file), from));
const packageOf = (from: string) =>
  from.startsWith('@') ? from.split('/', 2).join('/') : from.split('/')[0];
const shown = ({ file, from }: Import) => `${file} imports ${from}`;

/** Files beside the layers that each of them may import. */
const common = ['errors.ts', 'printable.ts', 'shown-name.ts', 'version.ts'];

describe('imports look left only', () => {
  it('every file of src/ lies in a layer, or beside them', () => {
    const outside = files.filter((file) => layerOf(file) === undefined);
    expect(outside.filter((file) => file !== 'index.ts' && !common.includes(file))).toEqual([]);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it.for(layers)('%s imports from itself and the layers before it', (layer) => {
    const wrong = imports
      .filter(({ file, from }) => layerOf(file) === layer && isRelative(from))
      .filter((found) => {
        const target = targetOf(found);
        const to = layerOf(target);
        if (to !== undefined) return layers.indexOf(to) > layers.indexOf(layer);
        // tables/ is data: not even the error class.
        return layer === 'tables' || !common.includes(target);
      });
    expect(wrong.map(shown)).toEqual([]);
  });

  it.for(forbidden)('%s does not import %s: %s', ([from, to]) => {
    const wrong = imports.filter(
      (found) => isRelative(found.from) && layerOf(found.file) === from && layerOf(targetOf(found)) === to,
    );
    expect(wrong.map(shown)).toEqual([]);
  });
});

/**
 * Folder of a file. An `index.ts` that lists what is below it and that nothing below it imports stands above its folder, and so
 * does src/index.ts; the files beside the layers stand below all folders.
 */
function folderOf(file: string): string {
  const folder = dirname(file);
  const within = (path: string) => folder === '.' || path.startsWith(`${folder}/`);
  if (!file.endsWith('index.ts') || imports.some((found) => within(found.file) && targetOf(found) === file))
    return folder;
  return join(folder, 'index.ts');
}

/** Which folder imports which other, with one import of each pair. */
function foldersImported(): Map<string, Map<string, string>> {
  const arrows = new Map<string, Map<string, string>>();
  for (const found of imports.filter(({ from }) => isRelative(from))) {
    const [from, to] = [folderOf(found.file), folderOf(targetOf(found))];
    if (from === to) continue;
    const targets = arrows.get(from) ?? new Map<string, string>();
    arrows.set(from, targets.set(to, shown(found)));
  }
  return arrows;
}

/** All folders that are reached from one over imports. */
function reached(arrows: ReadonlyMap<string, ReadonlyMap<string, string>>, from: string): Set<string> {
  const seen = new Set<string>();
  const next = [from];
  for (let folder = next.pop(); folder !== undefined; folder = next.pop())
    for (const to of arrows.get(folder)?.keys() ?? [])
      if (!seen.has(to)) {
        seen.add(to);
        next.push(to);
      }
  return seen;
}

describe('folders depend one way, imports of types included', () => {
  const arrows = foldersImported();

  it('there are arrows between folders to look at', () => {
    expect(arrows.get('audit/blob')?.has('audit/blob/facts')).toBe(true);
    expect(arrows.size).toBeGreaterThan(layers.length);
  });

  it('no two folders import each other, on a way of any length', () => {
    const circles = new Map<string, string>();
    for (const [from, targets] of arrows)
      for (const [to, example] of targets)
        if (reached(arrows, to).has(from)) circles.set(`${from} → ${to}`, example);
    expect([...circles]).toEqual([]);
  });
});

describe('who may use what', () => {
  it.for(Object.entries(owners))('only %s is imported by %s/', ([name, layer]) => {
    const users = imports.filter(({ from }) => packageOf(from) === name);
    expect(users.filter(({ file }) => layerOf(file) !== layer).map(shown)).toEqual([]);
  });

  it.for(pure)('%s/ imports neither packages nor node modules', (layer) => {
    const wrong = imports.filter(({ file, from }) => layerOf(file) === layer && !isRelative(from));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('only cli/ uses the process, and what stands in the list with its reason', () => {
    const users = [...modules].filter(
      ([, module]) =>
        module.usesProcess ||
        module.imports.some(({ from }) => from === 'node:process' || from === 'process'),
    );
    const names = users.map(([file]) => file).filter((file) => layerOf(file) !== 'cli');
    expect(names.filter((file) => !(file in processUsers))).toEqual([]);
  });

  it('child processes are started through execa alone but for one file of run/host, and never by a shell', () => {
    const starters = imports.filter(({ from }) => from === 'node:child_process' || from === 'child_process');
    // What has to be there at once: the version that a printed recipe depends on, the end of a tree of processes on Windows.
    expect(starters.map(({ file }) => file)).toEqual(['run/host/programs.ts']);
    const shells = files.filter((file) =>
      /\bshell:\s*(?:true|['"])/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(shells).toEqual([]);
  });

  it('relative imports stay inside src/ and name existing files', () => {
    const strays = imports
      .filter(({ from }) => isRelative(from))
      .filter((found) => {
        const target = targetOf(found);
        return (
          relative('.', target).startsWith('..') || (!files.includes(target) && !target.endsWith('.json'))
        );
      });
    expect(strays.map(shown)).toEqual([]);
  });
});
