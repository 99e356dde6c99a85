type Decode = (text: string) => Buffer | undefined;

interface Candidate {
  readonly path: string;
  readonly inner: Buffer;
}

/** A field of a JSON document, by its path: `.crypto.keys.0`; the document itself has an empty path. */
export interface JsonField {
  readonly document: 'json';
  readonly path: string;
}

const telling = /cipher|wrap|encrypt|material|blob|payload|data/i;
const misleading = /token|public|cert|signature|digest|hash|sha256/i;
const mostNodes = 10_000;

/** The field of a JSON document that most likely carries a blob. Undefined when the text is no object or array, or has none. */
export function fromJsonText(text: string, decode: Decode): { field: JsonField; inner: Buffer } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const best = candidates(document, decode).sort((a, b) => score(b) - score(a))[0];
  return best && { field: { document: 'json', path: best.path }, inner: best.inner };
}

function score({ path, inner }: Candidate): number {
  return (
    Math.min(inner.length, 6144) + (telling.test(path) ? 10_000 : 0) - (misleading.test(path) ? 20_000 : 0)
  );
}

/** Every string that decodes and every list of byte values, without recursion: nesting can be as deep as the text. */
function candidates(document: unknown, decode: Decode): Candidate[] {
  const found: Candidate[] = [];
  const waiting: [path: string, value: unknown][] = [['', document]];
  for (let seen = 0; waiting.length > 0 && seen < mostNodes; seen++) {
    const [path, value] = waiting.pop()!;
    const inner = typeof value === 'string' ? decode(value) : byteValues(value);
    if (inner !== undefined) found.push({ path, inner });
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value).slice(0, mostNodes))
        waiting.push([`${path}.${name}`, member]);
  }
  return found;
}

/** Bytes of an array of numbers, signed or not, or of the object as which JSON shows a typed array. */
function byteValues(value: unknown): Buffer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const values: unknown[] = Object.keys(value).every((name, i) => name === String(i))
    ? Object.values(value)
    : [];
  const isByte = (item: unknown): item is number =>
    typeof item === 'number' && Number.isInteger(item) && item >= -128 && item < 256;
  return values.length >= 16 && values.every(isByte) ? Buffer.from(values) : undefined;
}
