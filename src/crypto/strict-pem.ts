// Strict: whole blocks with both their lines, as the oracle takes a key that a user names. formats/text/lenient-pem.ts is the lenient
// reader, which finds damaged blocks too, to say what is wrong with them.

interface Block {
  readonly label: string;
  readonly body: string;
}

/** The blocks that begin and end with one label. Each line is looked at once, however many begin and never end. */
function* blocks(text: string): Generator<Block> {
  const lastEnd = new Map<string, number>();
  for (const { 1: label = '', index } of text.matchAll(/-----END ([A-Z0-9 ]+)-----/g))
    lastEnd.set(label, index);
  let after = 0;
  for (const { 0: line, 1: label = '', index } of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)) {
    const start = index + line.length;
    if (index < after || (lastEnd.get(label) ?? -1) < start) continue;
    after = text.indexOf(`-----END ${label}-----`, start);
    yield { label, body: text.slice(start, after) };
  }
}

/** DER inside the first PEM block whose label is one of `labels` and that is not encrypted; others may stand before it. */
export function fromPem(bytes: Buffer, labels: readonly string[]): Buffer | undefined {
  for (const { label, body } of blocks(bytes.toString('latin1')))
    if (labels.includes(label) && !body.includes('Proc-Type:')) return Buffer.from(body, 'base64');
  return undefined;
}
