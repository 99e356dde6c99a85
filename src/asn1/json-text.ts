type Decode = (text: string) => Buffer | undefined;

interface Candidate {
  readonly path: string;
  readonly inner: Buffer;
}

const telling = /cipher|wrap|encrypt|material|blob|payload|data/i;
const misleading = /token|public|cert|signature|digest|hash|sha256/i;
const mostNodes = 10_000;

/** The field of a JSON document that most likely carries a blob. Undefined when the text is no object or array, or has none. */
export function fromJsonText(text: string, decode: Decode): { detail: string; inner: Buffer } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const best = candidates(document, decode).sort((a, b) => score(b) - score(a))[0];
  return best && { detail: `field ${best.path} of a JSON document`, inner: best.inner };
}

function score({ path, inner }: Candidate): number {
  return (
    Math.min(inner.length, 6144) + (telling.test(path) ? 10_000 : 0) - (misleading.test(path) ? 20_000 : 0)
  );
}

/** Every string that decodes and every array of byte values, without recursion: nesting can be as deep as the text. */
function candidates(document: unknown, decode: Decode): Candidate[] {
  const found: Candidate[] = [];
  const waiting: [path: string, value: unknown][] = [['', document]];
  for (let seen = 0; waiting.length > 0 && seen < mostNodes; seen++) {
    const [path, value] = waiting.pop()!;
    if (typeof value === 'string') {
      const inner = decode(value);
      if (inner !== undefined) found.push({ path, inner });
    } else if (isByteArray(value)) found.push({ path, inner: Buffer.from(value) });
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value).slice(0, mostNodes))
        waiting.push([`${path}.${name}`, member]);
  }
  return found;
}

function isByteArray(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length >= 16 &&
    value.every((item) => typeof item === 'number' && Number.isInteger(item) && item >= -128 && item < 256)
  );
}
