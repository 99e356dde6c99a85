import { KmsKeywrapError } from '../errors.ts';
import type { KeySpecRow, RsaKeySpecRow } from '../tables/key-specs.ts';
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

/** genpkey with these words, as PKCS#8 DER of a length within these bounds. */
function asymmetric({ name, fileName }: KeySpecRow, options: readonly string[], bounds: Bounds): Recipe {
  return {
    title: `Generates ${name} key material as PKCS#8 DER`,
    documented: true,
    steps: [
      {
        kind: 'pipe',
        commands: [
          { lines: [['genpkey', ...options]] },
          { lines: [['pkcs8', '-topk8', '-outform', 'der', '-nocrypt']] },
        ],
        into: fileName,
        by: 'stdout',
      },
    ],
    inputs: [],
    writes: { [fileName]: bounds },
    result: fileName,
  };
}

function raw({ name, fileName }: KeySpecRow, bytes: number): Recipe {
  return {
    title: `Generates ${name} key material: ${bytes} random bytes`,
    documented: true,
    steps: [step(fileName, ['rand', '-out', file(fileName), String(bytes)])],
    inputs: [],
    writes: { [fileName]: exactly(bytes) },
    result: fileName,
  };
}

/**
 * The documented generation of key material for a key spec (AWS KMS Developer Guide, "Step 3: Encrypt the key material").
 * Throws ERR_UNSUPPORTED_COMBINATION for a key spec whose material cannot be imported in the partition.
 */
export function generationRecipe(row: KeySpecRow, partition: Partition): Recipe {
  const { name, partitions } = row;
  if (!row.importable)
    throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `${name} has no recipe: ${row.reason}`);
  if (!partitions.includes(partition))
    throw new KmsKeywrapError(
      'ERR_UNSUPPORTED_COMBINATION',
      `${name} cannot be imported in partition ${partition}`,
      { hint: `${name} exists in ${partitions.join(', ')}: add --partition ${partitions[0]}` },
    );
  switch (row.kind) {
    case 'symmetric':
    case 'hmac':
      return raw(row, row.bytes[partition]);
    case 'rsa':
      return asymmetric(
        row,
        ['-algorithm', 'rsa', '-pkeyopt', `rsa_keygen_bits:${row.modulusBits}`],
        rsaBounds(row),
      );
    case 'ec':
      return asymmetric(
        row,
        ['-algorithm', 'ec', '-pkeyopt', `ec_paramgen_curve:${row.curve.openssl}`],
        exactly(row.pkcs8Bytes),
      );
  }
}
