import { bytesOf } from './base64.ts';
import { numbersIn } from './json-bytes.ts';

/** A value of a JSON document. The path is one of jq: `.keys[0].d`; the document itself is `.`. */
export interface JsonValue {
  readonly path: string;
  /** Name of the member; of an element of a list the name of the list. */
  readonly name: string;
  readonly value: unknown;
}

/** Members by name, of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document, where the text is a JSON object or list. */
export function parseJson(text: string): Members | readonly unknown[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Members | readonly unknown[];
  } catch {
    return undefined;
  }
}

const mostNodes = 10_000;
const longestName = 64;

/**
 * Every value of a document, outermost first, without recursion: nesting can be as deep as the text. What `isLeaf` takes is not
 * looked into.
 */
export function* valuesOf(document: unknown, isLeaf: (value: JsonValue) => boolean): Generator<JsonValue> {
  const waiting: JsonValue[] = [{ path: '.', name: '', value: document }];
  for (let seen = 0; seen < waiting.length && seen < mostNodes; seen += 1) {
    const node = waiting[seen]!;
    yield node;
    if (typeof node.value !== 'object' || node.value === null || isLeaf(node)) continue;
    for (const member of membersOf(node)) {
      if (waiting.length >= mostNodes) break;
      waiting.push(member);
    }
  }
}

function membersOf({ path, name, value }: JsonValue): JsonValue[] {
  const parent = path === '.' ? '' : path;
  if (Array.isArray(value))
    return value
      .slice(0, mostNodes)
      .map((item: unknown, index) => ({ path: joined(parent, `[${index}]`), name, value: item }));
  return Object.entries(value as Members)
    .slice(0, mostNodes)
    .map(([key, item]) => ({ path: joined(parent, step(key)), name: key, value: item }));
}

const joined = (parent: string, member: string) =>
  parent === '' && member.startsWith('[') ? `.${member}` : `${parent}${member}`;

/** A name that is as long as a key, or has a key's digits, is not repeated. */
const isTellable = (name: string) => name.length <= longestName && !/[0-9a-zA-Z+/_-]{32}/.test(name);

function step(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name) && isTellable(name)) return `.${name}`;
  return isTellable(name) ? `[${JSON.stringify(name)}]` : '["…"]';
}

/** A field of a JSON document. */
export interface JsonField {
  readonly path: string;
}

type Decode = (text: string) => Buffer | undefined;

const telling = /cipher|wrap|encrypt|material|blob|payload|data/i;
const misleading = /token|public|cert|signature|digest|hash|sha256/i;

/** How likely a member is the one that is meant, by its name and size: the higher, the likelier. */
export function likelihood(path: string, size: number): number {
  return Math.min(size, 6144) + (telling.test(path) ? 10_000 : 0) - (misleading.test(path) ? 20_000 : 0);
}

/** The field of a JSON document that most likely carries a blob. Undefined when the text is not an object or array, or has none. */
export function fromJsonText(text: string, decode: Decode): { field: JsonField; inner: Buffer } | undefined {
  const document = parseJson(text);
  if (document === undefined) return undefined;
  let best: { field: JsonField; inner: Buffer } | undefined;
  let highest = -Infinity;
  const isNumbers = ({ value }: JsonValue) => numbersIn(value) !== undefined;
  for (const { path, value } of valuesOf(document, isNumbers)) {
    const inner = typeof value === 'string' ? decode(value) : bytesOf(numbersIn(value));
    const rank = inner && likelihood(path, inner.length);
    if (inner === undefined || rank! <= highest) continue;
    best = { field: { path }, inner };
    highest = rank!;
  }
  return best;
}
