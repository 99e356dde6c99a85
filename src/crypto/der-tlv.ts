// A second DER reader beside formats/der, on purpose: the oracle reads keys and SM2 ciphertexts without the code that the auditor
// judges them by, so an error of that reader cannot hide in both. It reads definite lengths only and says nothing about faults.

/** One DER element of a buffer. Offsets are into that buffer. */
export interface Tlv {
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly content: Buffer;
  /** Whether the length takes the fewest bytes. */
  readonly minimalLength: boolean;
}

/** Reads one element with a definite length of at most four length bytes; undefined when it does not fit the buffer. */
export function readTlv(bytes: Buffer, start = 0): Tlv | undefined {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) return undefined;
  let contentStart = start + 2;
  let length = first;
  let minimalLength = true;
  if (first >= 0x80) {
    const lengthBytes = first - 0x80;
    if (lengthBytes === 0 || lengthBytes > 4 || contentStart + lengthBytes > bytes.length) return undefined;
    length = bytes.readUIntBE(contentStart, lengthBytes);
    contentStart += lengthBytes;
    minimalLength = length >= 0x80 && length >= 2 ** (8 * (lengthBytes - 1));
  }
  const end = contentStart + length;
  if (end > bytes.length) return undefined;
  return { tag, start, contentStart, end, content: bytes.subarray(contentStart, end), minimalLength };
}

/** The elements of a buffer one after another; undefined when they do not fill it. */
export function readTlvs(bytes: Buffer): Tlv[] | undefined {
  const elements: Tlv[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = readTlv(bytes, at);
    if (element === undefined) return undefined;
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/** One DER element with the fewest length bytes. */
export function writeTlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const digits = length.subarray(length.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content]);
}
