import { deliveredKey } from '../../api/services/delivered-key.ts';
import {
  readPrivateKey,
  readPublicKey,
  type OtherKey,
  type WrappingPrivateKey,
  type WrappingPublicKey,
} from '../../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { Context } from '../options/command.ts';
import { readBytes } from '../output/files.ts';

/** The halves of a wrapping key that were named, and what the service says of the key. */
export interface GivenKeys {
  readonly privateKey?: WrappingPrivateKey | OtherKey;
  readonly publicKey?: WrappingPublicKey | OtherKey;
  readonly wrappingKeyLabel?: { readonly keyId?: string; readonly keyOps?: readonly string[] };
}

/** Reads a public key in any form in which a service delivers it. */
export function servicePublicKey(bytes: Buffer): GivenKeys {
  const { bytes: key, keyId, keyOps } = deliveredKey(bytes);
  const label = {
    ...(keyId === undefined ? {} : { keyId }),
    ...(keyOps === undefined ? {} : { keyOps }),
  };
  return {
    publicKey: readPublicKey(key),
    ...(keyId === undefined && keyOps === undefined ? {} : { wrappingKeyLabel: label }),
  };
}

/** The keys of an audit: the private one opens the blob, the public one may say which key it is. @throws where neither is given */
export async function givenKeys(
  { privateKey, publicKey }: { privateKey?: string | undefined; publicKey?: string | undefined },
  context: Context,
): Promise<GivenKeys> {
  if (privateKey === undefined && publicKey === undefined)
    throw new KmsKeywrapError('ERR_USAGE', 'neither --private-key nor --public-key is given', {
      hint: 'a test private key gives the whole diagnosis; the public key shows what can be seen without it',
    });
  const half =
    publicKey === undefined ? {} : servicePublicKey(await readBytes(publicKey, 'public key', context));
  if (privateKey === undefined) return half;
  const opened = readPrivateKey(await readBytes(privateKey, 'private key', context));
  return { ...half, privateKey: opened };
}
