import { KmsKeywrapError } from '../errors.ts';
import { keySpecRow, type EcKeySpecRow, type KeySpec, type RsaKeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { exactly, file, step, type Bounds, type Recipe } from './model.ts';

/**
 * PKCS#8 DER of an RSA private key in bytes: a modulus of k bytes takes 4.5 k and about 66 bytes of structure; INTEGERs with a
 * leading zero or a short head move it by a few bytes.
 */
function rsaBounds(row: RsaKeySpecRow): Bounds {
  const expected = Math.round((row.modulusBits / 8) * 4.5) + 66;
  return { min: expected - 12, max: expected + 12 };
}

function asymmetric(keySpec: KeySpec, row: RsaKeySpecRow | EcKeySpecRow): Recipe {
  const options =
    row.kind === 'rsa'
      ? ['-algorithm', 'rsa', '-pkeyopt', `rsa_keygen_bits:${row.modulusBits}`]
      : ['-algorithm', 'ec', '-pkeyopt', `ec_paramgen_curve:${row.curve.openssl}`];
  return {
    title: `Generates ${keySpec} key material as PKCS#8 DER`,
    documented: true,
    steps: [
      {
        kind: 'pipe',
        commands: [
          { lines: [['genpkey', ...options]] },
          { lines: [['pkcs8', '-topk8', '-outform', 'der', '-nocrypt']] },
        ],
        into: row.fileName,
        by: 'stdout',
      },
    ],
    inputs: [],
    writes: { [row.fileName]: row.kind === 'rsa' ? rsaBounds(row) : exactly(row.pkcs8Bytes) },
    result: row.fileName,
  };
}

/**
 * The documented generation of key material for a key spec (AWS KMS Developer Guide, "Step 3: Encrypt the key material").
 * Throws ERR_UNSUPPORTED_COMBINATION for a key spec whose material cannot be imported in the partition.
 */
export function generationRecipe(keySpec: KeySpec, partition: Partition): Recipe {
  const row = keySpecRow(keySpec);
  if (!row.importable)
    throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `${keySpec} has no recipe: ${row.reason}`);
  if (!row.partitions.includes(partition))
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `${keySpec} cannot be imported in partition ${partition}`,
      { hint: `${keySpec} exists in ${row.partitions.join(', ')}: add --partition ${row.partitions[0]}` },
    );
  if (row.kind === 'rsa' || row.kind === 'ec') return asymmetric(keySpec, row);
  const bytes = row.bytes[partition];
  return {
    title: `Generates ${keySpec} key material: ${bytes} random bytes`,
    documented: true,
    steps: [step(row.fileName, ['rand', '-out', file(row.fileName), String(bytes)])],
    inputs: [],
    writes: { [row.fileName]: exactly(bytes) },
    result: row.fileName,
  };
}
