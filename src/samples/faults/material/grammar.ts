import { der, integer, nullValue, objectIdentifier, octets, sequence } from '../../../formats/der/write.ts';
import { toBytes } from '../../../formats/der/values.ts';
import { oids } from '../../../tables/algorithms.ts';
import {
  ecParts,
  ecPkcs8,
  ecPrivateKey,
  namedCurve,
  rsaIntegers,
  rsaPkcs8,
  rsaPrivateKey,
} from '../../keys/private-keys.ts';
import type { FaultInput, MaterialFault } from './types.ts';

const one = (
  id: MaterialFault['id'],
  kinds: MaterialFault['kinds'],
  make: MaterialFault['make'],
): MaterialFault => ({ id, expect: [id], kinds, make });

/** PKCS#8 around an RSAPrivateKey, with another AlgorithmIdentifier. */
const rsaUnder = ({ sound }: FaultInput, ...identifier: readonly Buffer[]) =>
  sequence(integer(0), sequence(...identifier), octets(rsaPrivateKey(rsaIntegers(sound))));

/** The integers of an RSA key written as they are: without the sign byte, or with leading zero bytes. */
function rsaWith({ sound }: FaultInput, write: (magnitude: Buffer) => Buffer): Buffer {
  const { n, e, d, p, q, dp, dq, qInv } = rsaIntegers(sound);
  const magnitudes = [n, e, d, p, q, dp, dq, qInv].map((value) =>
    toBytes(value, (value.toString(16).length + 1) >> 1),
  );
  return rsaPkcs8(sequence(integer(0), ...magnitudes.map((magnitude) => der(0x02, write(magnitude)))));
}

const rsaOid = () => objectIdentifier(oids.rsaEncryption);

/** Sound numbers in a structure that RFC 5208, RFC 5915, RFC 8017 or X.690 does not allow. */
export const grammarFaults: readonly MaterialFault[] = [
  one('material-grammar', ['rsa'], ({ sound }) => rsaPkcs8(rsaPrivateKey(rsaIntegers(sound)), [integer(1)])),
  one('material-grammar', ['rsa'], ({ sound }) => {
    const key = rsaPrivateKey(rsaIntegers(sound));
    return rsaPkcs8(Buffer.concat([key, Buffer.alloc(4)]));
  }),
  one('material-grammar', ['ec'], ({ sound }) => {
    const parts = ecParts(sound);
    const algorithm = sequence(objectIdentifier(oids.ecPublicKey), namedCurve(parts.spec));
    return sequence(integer(0), algorithm, octets(Buffer.concat([ecPrivateKey(parts), Buffer.alloc(4)])));
  }),
  one('material-grammar', ['ec'], ({ sound }) =>
    ecPkcs8(ecParts(sound), { inner: Buffer.concat([namedCurve(ecParts(sound).spec), nullValue()]) }),
  ),
  one('der-integer', ['rsa'], (input) => rsaWith(input, (magnitude) => magnitude)),
  one('der-integer', ['rsa'], (input) =>
    rsaWith(input, (magnitude) => Buffer.concat([Buffer.alloc(2), magnitude])),
  ),
  one('algorithm-identifier', ['rsa'], (input) => rsaUnder(input, rsaOid())),
  one('algorithm-identifier', ['rsa'], (input) => rsaUnder(input, rsaOid(), der(0x05, Buffer.of(0)))),
  one('algorithm-identifier', ['rsa'], (input) => rsaUnder(input, rsaOid(), rsaOid())),
  one('algorithm-identifier', ['rsa'], (input) => rsaUnder(input, rsaOid(), nullValue(), integer(0))),
  one('algorithm-identifier', ['ec'], ({ sound }) => {
    const parts = ecParts(sound);
    const algorithm = sequence(objectIdentifier(oids.ecPublicKey), namedCurve(parts.spec), nullValue());
    return sequence(integer(0), algorithm, octets(ecPrivateKey(parts)));
  }),
];
