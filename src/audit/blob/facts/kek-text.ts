import { decodePem } from '../../../formats/text/lenient-pem.ts';
import { fromBase64Text } from '../../../formats/text/base64.ts';
import { fromHexText } from '../../../formats/text/hex.ts';
import { isPrintable } from './recognise.ts';

/** What may stand for the AES key in the RSA block. */
export type KeyForm =
  'hex' | 'pem' | 'base64' | 'jwk' | 'decimal' | 'line-end' | 'octet-string' | 'signed-integer';

/** An AES key that was decoded from what stands in its place. */
export interface DecodedKey {
  readonly kek: Buffer;
  readonly form: KeyForm;
  /** Its characters were written in UTF-16. */
  readonly wide?: true;
}

type Add = (kek: Buffer | undefined, form: KeyForm) => void;

/** Every AES key for which these bytes may stand: hexadecimal, base64, quoted or in JSON, with a line end, as DER or an integer. */
export function decodedKeys(message: Buffer): DecodedKey[] {
  const decoded: DecodedKey[] = [];
  const isKey = (kek: Buffer | undefined): kek is Buffer =>
    kek !== undefined && (kek.length === 16 || kek.length === 24 || kek.length === 32);
  const add: Add = (kek, form) => {
    if (isKey(kek)) decoded.push({ kek, form });
  };
  const addWide: Add = (kek, form) => {
    if (isKey(kek)) decoded.push({ kek, form, wide: true });
  };
  const text = withoutFrame(message);
  if (text.length > 0 && text.length <= 512 && isPrintable(text))
    addText(text.toString('latin1').trim(), add);
  if (message.length > 1 && message.length <= 512 && message.every((byte, i) => i % 2 === 0 || byte === 0))
    addText(message.toString('utf16le').trim(), addWide);
  // A key may itself end in 0D: then both readings of 0D 0A are tried.
  for (const [lineEnd, bytes] of [
    ['\n', 1],
    ['\r\n', 2],
  ] as const)
    if (message.subarray(-bytes).toString('latin1') === lineEnd) add(message.subarray(0, -bytes), 'line-end');
  if (message[0] === 0x04 && message[1] === message.length - 2) add(message.subarray(2), 'octet-string');
  if (message[0] === 0 && message.length % 8 === 1) add(message.subarray(1), 'signed-integer');
  return decoded;
}

/** Text without the mark of UTF-8 before it and the zero byte that ends a string of C. */
function withoutFrame(bytes: Buffer): Buffer {
  const start = bytes.toString('hex', 0, 3) === 'efbbbf' ? 3 : 0;
  return bytes.subarray(start, bytes.at(-1) === 0 ? -1 : undefined);
}

function addText(text: string, add: Add): void {
  add(fromHexText(text), 'hex');
  add(decodePem(text)?.bytes, 'pem');
  add(fromBase64Text(text), 'base64');
  const inJson = /"k"\s*:\s*"([A-Za-z0-9_-]+)"/.exec(text)?.[1];
  if (inJson !== undefined) add(Buffer.from(inJson, 'base64url'), 'jwk');
  if (/^\d{30,78}$/.test(text)) {
    const hex = BigInt(text).toString(16);
    if (hex.length <= 64) add(Buffer.from(hex.padStart(64, '0'), 'hex'), 'decimal');
  }
}
