import { isObject, parseJson } from '../text/json.ts';
import { decode } from './encoded.ts';
import type { EnvelopeFault, Opened } from './types.ts';

const isText = (bytes: Buffer) =>
  bytes.every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x09 || (byte >= 0x20 && byte < 0x7f));

/** The value of the request's field `ciphertext`: standard base64, line breaks let pass. The whole request is read too. */
export function openBase64(file: Buffer): Opened {
  const envelope = 'base64';
  if (file.length === 0 || !isText(file))
    return { envelope, blob: file, faults: [{ id: 'envelope-shape', why: 'bare' }] };
  const text = file.toString('latin1');
  const document = parseJson(text);
  if (document === undefined) return opened(text.trim(), 'envelope');
  const ciphertext = isObject(document) ? document['ciphertext'] : undefined;
  if (typeof ciphertext === 'string') return opened(ciphertext, 'envelope.ciphertext');
  const fault: EnvelopeFault = {
    id: 'envelope-field',
    at: 'envelope.ciphertext',
    expected: 'the blob in base64',
  };
  return { envelope, faults: [fault] };
}

function opened(text: string, at: string): Opened {
  const { bytes, faults } = decode(text, 'base64', true);
  return {
    envelope: 'base64',
    ...(bytes === undefined ? {} : { blob: bytes }),
    faults: faults.map((why) => ({ id: 'envelope-encoding', at, due: 'base64', why })),
  };
}

/** As `ciphertext` of the request wants it: one line. */
export const writeBase64 = (blob: Buffer): Buffer => Buffer.from(`${blob.toString('base64')}\n`);
