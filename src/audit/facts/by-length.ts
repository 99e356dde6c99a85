import { wrappingKeySpecNames, wrappingKeySpecRow } from '../../spec/wrapping.ts';
import { isWrapLength } from './key-wrap.ts';
import { usualWrappedBytes, type Context } from './context.ts';
import {
  copies,
  isNewline,
  looksLikeFilling,
  looksLikeHeader,
  surplusOf,
  withoutCarriageReturns,
} from './surplus.ts';
import type { Layout } from './types.ts';

/** What the length and the shape of the bytes alone say, when nothing could be decrypted. */
export interface ByLength {
  readonly layout: Layout;
  readonly scheme?: 'hybrid-for-direct';
  /** The length is that of another wrapping key's output. */
  readonly otherKey?: string;
}

const plain = (layout: Layout): ByLength => ({ layout });
const bytesOf = (n: number) => `${n} ${n === 1 ? 'byte' : 'bytes'}`;

/** Whether a length is one that the algorithm gives under this key, and for raw material the only one. */
function fits(length: number, k: number, context: Context): boolean {
  if (!context.hybrid) return length === k;
  if (!isWrapLength(length - k)) return false;
  return context.rawBytes === undefined || length - k === usualWrappedBytes(context);
}

/** The wrapping key spec whose blocks have this length. */
function keySpecOfBlock(bytes: number): string | undefined {
  return wrappingKeySpecNames.find((name) => {
    const row = wrappingKeySpecRow(name);
    return row.kind === 'rsa' && row.bits === 8 * bytes;
  });
}

/** Layout of a blob of which no part could be opened. Empty when its length is right. */
export function byLength(bytes: Buffer, k: number, context: Context): ByLength {
  const n = copies(bytes);
  if (n > 1) return plain({ surplus: { kind: 'copies', bytes: bytes.length - bytes.length / n } });
  if (fits(bytes.length, k, context)) return plain({});
  for (const tail of [1, 2])
    if (isNewline(bytes.subarray(-tail)) && fits(bytes.length - tail, k, context)) {
      const surplus = surplusOf(bytes.subarray(-tail), () => false);
      return plain(surplus === undefined ? {} : { surplus });
    }
  const unix = withoutCarriageReturns(bytes);
  if (unix !== undefined && fits(unix.length, k, context) && !/(?<!\r)\n/.test(bytes.toString('latin1')))
    return plain({
      mangled: `${bytesOf(bytes.length - unix.length)} more than due, as many as there are CRLF`,
    });
  return context.hybrid ? hybridLength(bytes, k, context) : directLength(bytes, k, context);
}

function directLength(bytes: Buffer, k: number, context: Context): ByLength {
  const surplus = bytes.length - k;
  if (surplus < 0) return plain({ truncated: `${bytes.length} of ${bytesOf(k)}` });
  if (surplus === k && context.rsaPrivate === undefined)
    return plain({ surplus: { kind: 'copies', bytes: k } });
  const other = keySpecOfBlock(bytes.length);
  if (other !== undefined)
    return { layout: {}, otherKey: `${bytes.length} bytes are the length of a block under ${other}` };
  if (surplus === usualWrappedBytes(context)) return { layout: {}, scheme: 'hybrid-for-direct' };
  return plain(tooLong(bytes, k));
}

/** Too many bytes: the shape of the first or the last ones may say which are foreign. */
function tooLong(bytes: Buffer, due: number): Layout {
  const surplus = bytes.length - due;
  if (looksLikeFilling(bytes.subarray(due))) {
    const found = surplusOf(bytes.subarray(due), () => false);
    return found === undefined ? {} : { surplus: found };
  }
  if (looksLikeHeader(bytes.subarray(0, surplus), bytes.length)) return { header: surplus };
  return { length: `${bytesOf(bytes.length)}, ${surplus} more than due` };
}

function hybridLength(bytes: Buffer, k: number, context: Context): ByLength {
  const wrapped = bytes.length - k;
  const usual = usualWrappedBytes(context);
  if (wrapped < 16)
    return plain({ truncated: `${bytesOf(bytes.length)}, where the encrypted AES key alone takes ${k}` });
  if (usual === undefined) return plain({});
  if (wrapped === k + 2 * usual) return plain({ surplus: { kind: 'copies', bytes: k + usual } });
  // Private keys vary in length, and HMAC keys may be longer; so may raw material that is wrong in itself.
  if (isWrapLength(wrapped) && (context.rawBytes === undefined || context.rsaPrivate !== undefined))
    return plain({});
  if (isWrapLength(wrapped) && wrapped > usual && wrapped <= longestHmacWrapped && isHmac(context))
    return plain({});
  if (wrapped < usual)
    return plain({ truncated: `${bytesOf(wrapped)} of wrapped key material, where ${usual} are due` });
  return plain(tooLong(bytes, k + usual));
}

/** HMAC keys of up to 1024 bits are allowed by one of AWS's two documents. */
const longestHmacWrapped = 136;
const isHmac = ({ request }: Context) => request.keySpec.startsWith('HMAC_');
