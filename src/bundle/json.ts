import { KmsKeywrapError } from '../errors.ts';

/** What a JSON document is, for messages, and where it came from. */
export interface Named {
  /** Such as `the parameters file`. */
  readonly what: string;
  readonly hint?: string;
}

export function malformed({ what, hint }: Named, why: string): KmsKeywrapError {
  return new KmsKeywrapError('ERR_PARAMETERS', `${what} ${why}`, hint === undefined ? {} : { hint });
}

/** Text of a file: UTF-8, or UTF-16 with a byte order mark (what `>` of Windows PowerShell writes). */
function decodeText(bytes: Buffer, named: Named): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  try {
    return new TextDecoder(utf16 ?? big ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed(named, 'is not text');
  }
}

/** Parses JSON text. The parser's own message is left out: it quotes the document. @throws `ERR_PARAMETERS` */
export function parseJson(text: string, named: Named): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(named, text.trim() === '' ? 'is empty' : 'is not JSON');
  }
}

/** @throws `ERR_PARAMETERS` when the bytes are not a JSON document */
export function readJson(bytes: Buffer, named: Named): unknown {
  return parseJson(decodeText(bytes, named), named);
}

/** A property of an object's own; nothing comes from a prototype. */
export function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

export function ownText(value: unknown, name: string): string | undefined {
  const found = own(value, name);
  return typeof found === 'string' ? found : undefined;
}
