import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { KmsKeywrapError } from '../errors.ts';
import type { KeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';

const generate = promisify(generateKeyPair);
const pkcs8 = (key: KeyObject) => key.export({ format: 'der', type: 'pkcs8' });

/**
 * Fresh key material made in process, in the form that the documented pipeline gives: raw bytes, or PKCS#8 DER.
 * @throws `ERR_UNSUPPORTED_COMBINATION` for a key spec that is not importable
 */
export async function generateInNode(row: KeySpecRow, partition: Partition): Promise<Buffer> {
  if (!row.importable)
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `${row.name} key material cannot be imported: ${row.reason}`,
    );
  switch (row.kind) {
    case 'symmetric':
    case 'hmac':
      return randomBytes(row.bytes[partition]);
    case 'rsa':
      return pkcs8((await generate('rsa', { modulusLength: row.modulusBits })).privateKey);
    case 'ec':
      return pkcs8((await generate('ec', { namedCurve: row.curve.node })).privateKey);
  }
}
