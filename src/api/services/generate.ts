import { generateKeyPairSync } from 'node:crypto';
import { materialRecipe } from '../../recipe/service-script.ts';
import { isRaw } from '../../tables/key-specs.ts';
import type { Material, ServiceRow } from '../../tables/services/types.ts';
import type { Engine, OpensslOptions } from '../engine.ts';
import { generateInNode } from '../generate-node.ts';
import { checkServiceMaterial } from './preflight.ts';

export interface ServiceGenerateInput extends OpensslOptions {
  readonly row: ServiceRow;
  readonly material: Material;
  readonly engine: Engine;
}

/** File name of key material that the service gives no name. */
export const materialFileName = ({ name, row }: Material): string =>
  isRaw(row) ? `${name}_PlaintextKey.bin` : `${name}_PrivateKey.der`;

/** Makes key material for a service and checks it before it is given away. @throws `ERR_OPENSSL_…`, `ERR_UNSUPPORTED_COMBINATION` */
export async function generateForService({
  row,
  material,
  engine,
  ...options
}: ServiceGenerateInput): Promise<Buffer> {
  const recipe = materialRecipe(material, 'key');
  const made =
    engine === 'openssl'
      ? (await (await import('../openssl-run.ts')).runOnce(recipe, {}, options))['key']
      : undefined;
  const bytes = made ?? (await inNode(material));
  checkServiceMaterial(bytes, row, material);
  return bytes;
}

async function inNode({ row, lengths }: Material): Promise<Buffer> {
  if (row.kind === 'ed25519')
    return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  if (lengths === undefined || (row.kind !== 'symmetric' && row.kind !== 'hmac'))
    return generateInNode(row, row.partitions.includes('aws') ? 'aws' : 'aws-cn');
  const bytes = 'least' in lengths ? lengths.least : (lengths[0] ?? 0);
  return generateInNode({ ...row, bytes: { 'aws': bytes, 'aws-cn': bytes } }, 'aws');
}
