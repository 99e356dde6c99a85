import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/api/convert/convert.ts';
import { materialFaults } from '../../../src/samples/faults/material/index.ts';
import { seededMaterial } from '../../../src/samples/keys/material.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';
import { findings } from '../../../src/tables/findings/index.ts';
import { keySpecRow } from '../../../src/tables/key-specs.ts';

const specs = ['HMAC_256', 'ECC_NIST_P256', 'ECC_SECG_P256K1', 'RSA_2048'] as const;

/** Findings whose fix is for some inputs only: another sentence of it says what to do with the others. */
const partly: ReadonlySet<string> = new Set([
  'material-other-format',
  'material-encrypted',
  'rsa-inconsistent',
]);

const remedied = materialFaults.filter(
  ({ id }) => findings[id].fix.includes('kms-keywrap convert') && !partly.has(id),
);

describe.each(specs)('what the fix of a finding says gives the right bytes for %s', (keySpec) => {
  const row = keySpecRow(keySpec);
  const sound = seededMaterial({ keySpec, partition: 'aws' }, seededRandom(Buffer.from('remedies'), keySpec));
  const faults = remedied.filter(
    (fault) => fault.kinds.includes(row.kind) && (fault.only?.includes(keySpec) ?? true),
  );

  it.each(faults.map((fault, index) => [fault.id, index, fault] as const))(
    '%s (%i)',
    async (_, index, fault) => {
      const random = seededRandom(Buffer.from(keySpec), `remedy ${index}`);
      const material = fault.make({ sound, keySpec: row, random });
      const { keyMaterial } = await convert({ keyMaterial: material, keySpec });
      expect(keyMaterial.equals(sound)).toBe(true);
    },
  );
});
