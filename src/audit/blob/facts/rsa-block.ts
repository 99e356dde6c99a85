import { rsaPrivate } from '../../../crypto/rsa.ts';
import { oaepDecode } from '../../../crypto/oaep.ts';
import { identifyOaep } from '../../../crypto/oaep-search.ts';
import { pkcs1v15Decode } from '../../../crypto/pkcs1v15.ts';
import type { RsaPrivateKey } from '../../../crypto/wrapping-key.ts';
import { budgetOf, privateOperations, unwrappedBytes, type Budget } from '../../budgets.ts';
import type { Context } from './context.ts';
import { decodedKeys } from './kek-text.ts';
import { derLength, isCertainlyMaterial, startsLikePrivateKey } from './recognise.ts';
import type { HashName } from '../../../tables/hashes.ts';

/** How an RSA block was padded, and what it holds. */
export type RsaReading =
  | {
      readonly padding: 'oaep';
      /** More than one where a label hides which hash of its length was used. */
      readonly hashes: readonly HashName[];
      readonly mgf1Hash: HashName;
      readonly emptyLabel: boolean;
      readonly message: Buffer;
    }
  | { readonly padding: 'pkcs1v15' | 'none'; readonly message: Buffer };

/** Opens the parts of one blob, within what an audit may cost. */
export interface BlobOpener {
  /** Reads one RSA block of k bytes; undefined when no padding of any kind is there. */
  readonly block: (bytes: Buffer) => RsaReading | undefined;
  /** Bytes that may still go through AES key wrap. */
  readonly unwraps: Budget;
}

/** An opener that tries the declared padding first, remembers what it has done, and gives up in bounded time. */
export function blobOpener(context: Context): BlobOpener {
  return { block: blockOpener(context), unwraps: budgetOf(unwrappedBytes) };
}

function blockOpener(context: Context): BlobOpener['block'] {
  const { rsaPrivate: key } = context;
  if (key === undefined) return () => undefined;
  let budget = privateOperations(key.k);
  const known: { readonly block: Buffer; readonly reading: RsaReading | undefined }[] = [];
  return (block) => {
    if (block.length !== key.k || budget === 0) return undefined;
    const before = known.find((one) => one.block.equals(block));
    if (before !== undefined) return before.reading;
    budget--;
    const reading = readBlock(key, block, context);
    known.push({ block, reading });
    return reading;
  };
}

function readBlock(key: RsaPrivateKey, block: Buffer, context: Context): RsaReading | undefined {
  const encoded = rsaPrivate(key, block);
  return encoded && readPadding(encoded, context);
}

function readPadding(encoded: Buffer, context: Context): RsaReading | undefined {
  const { hash } = context;
  if (hash !== undefined) {
    const declared = oaepDecode(encoded, { hash });
    if (declared !== undefined)
      return { padding: 'oaep', hashes: [hash], mgf1Hash: hash, emptyLabel: true, message: declared.message };
  }
  const oaep = identifyOaep(encoded);
  if (oaep !== undefined) return { padding: 'oaep', ...oaep };
  const pkcs1 = pkcs1v15Decode(encoded);
  if (pkcs1 !== undefined && isPlausible(pkcs1, context)) return { padding: 'pkcs1v15', message: pkcs1 };
  const bare = withoutPadding(encoded, context);
  return bare && { padding: 'none', message: bare };
}

/** A message of this length or less is believed whatever its length: a key cut short, a passphrase, an encoded key. */
const longestOddMessage = 128;

/** Noise looks like PKCS#1 v1.5 once in 2^16; then what is inside is of a random length, and mostly longer than any AES key. */
function isPlausible(message: Buffer, context: Context): boolean {
  if (isAesKeyLength(message.length) || message.length === context.rawBytes) return true;
  return (
    isCertainlyMaterial(message, context) ||
    decodedKeys(message).length > 0 ||
    (message.length > 0 && message.length <= longestOddMessage)
  );
}

export function isAesKeyLength(bytes: number): boolean {
  return bytes === 16 || bytes === 24 || bytes === 32;
}

/** Zero bytes on one side from which a block is believed to be a message without padding. */
const believedZeros = 8;

function withoutPadding(encoded: Buffer, context: Context): Buffer | undefined {
  const first = encoded.findIndex((byte) => byte !== 0);
  if (first === -1 || first === encoded.length - 1) return undefined;
  for (const whole of [encoded, encoded.subarray(1)])
    if (startsLikePrivateKey(whole)) return whole.subarray(0, derLength(whole) ?? whole.length);
  const end = encoded.findLastIndex((byte) => byte !== 0) + 1;
  if (first >= believedZeros) return onTheRight(encoded, first, context);
  if (encoded.length - end < believedZeros) return undefined;
  const due = context.hybrid ? 32 : context.rawBytes;
  // A leading zero byte keeps the number below the modulus.
  const start = encoded[0] === 0 && due !== undefined && end > due ? 1 : 0;
  return encoded.subarray(start, due !== undefined && end - start <= due ? start + due : end);
}

/** Left-padded with zeros: a message that itself begins with zero bytes gets them back. */
function onTheRight(encoded: Buffer, first: number, { hybrid, rawBytes }: Context): Buffer {
  const length = encoded.length - first;
  const due = hybrid ? [16, 24, 32] : rawBytes === undefined ? [] : [rawBytes];
  const full = due.find((bytes) => length <= bytes && length > bytes - 4);
  return encoded.subarray(encoded.length - (full ?? length));
}
