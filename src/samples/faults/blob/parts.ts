import { kwpWrap } from '../../../crypto/aes-kw.ts';
import { oaepEncode, type OaepParameters } from '../../../crypto/oaep.ts';
import { rsaPublic } from '../../../crypto/rsa.ts';
import { wrapMaterial } from '../../../crypto/wrap.ts';
import type { Fault, FaultInput, RsaFaultInput } from './types.ts';
import { hashes } from '../../../tables/hashes.ts';

/** A sound blob. */
export function soundBlob({ material, key, wrappingAlgorithm, random }: FaultInput): Buffer {
  return wrapMaterial({ material, publicKey: key, wrappingAlgorithm, random });
}

/** One RSA-OAEP block, by the algorithm's hash unless other parameters are given. */
export function oaepBlock(
  { key, hash, random }: Pick<RsaFaultInput, 'key' | 'hash' | 'random'>,
  message: Buffer,
  parameters: Partial<OaepParameters> = {},
): Buffer {
  const used = { hash, ...parameters };
  return rsaPublic(key, oaepEncode(message, key.k, used, random(hashes[used.hash].bytes)));
}

/** A blob whose RSA block is made by `block` and whose wrapped part, if one is expected, by `wrap`. */
export function blobWith(
  input: RsaFaultInput,
  make: {
    readonly block?: (message: Buffer) => Buffer;
    readonly kek?: Buffer;
    /** What stands under RSA in place of the AES key. */
    readonly inBlock?: Buffer;
    readonly wrap?: (kek: Buffer) => Buffer;
  } = {},
): Buffer {
  const { block = (message: Buffer) => oaepBlock(input, message) } = make;
  if (!input.hybrid) return block(input.material);
  const kek = make.kek ?? input.random(32);
  const wrap = make.wrap ?? ((used: Buffer) => kwpWrap(used, input.material));
  return Buffer.concat([block(make.inBlock ?? kek), wrap(kek)]);
}

/** Random bytes none of which is a line end or zero, so that a fault is what it says and nothing else. */
export function plainBytes(random: (bytes: number) => Buffer, bytes: number): Buffer {
  return random(bytes).map((byte) => 0x80 | byte) as Buffer;
}

/** Applies a change to a sound blob. */
export const change =
  (spoil: (blob: Buffer, input: FaultInput) => Buffer): Fault['make'] =>
  (input) =>
    spoil(soundBlob(input), input);

/** Faults that show without the private key. */
export const visible = (faults: readonly Omit<Fault, 'visible'>[]): readonly Fault[] =>
  faults.map((fault) => ({ ...fault, visible: true }));
