import { materialFindings } from '../../tables/findings/material/index.ts';
import type { FindingId } from '../../tables/findings/index.ts';
import type { ServiceRow } from '../../tables/services/types.ts';

/** A command to run; the words in capitals are the user's names and files. */
export interface NextStep {
  readonly why: string;
  readonly command: string;
}

/** Whether a finding is on the key material inside, not on how it is wrapped. */
export const isOnMaterial = (id: FindingId): boolean => Object.hasOwn(materialFindings, id);

/** What finds out which of the causes it is: a look at the blob, at the key material, and a rehearsal with a test key. */
export function nextSteps(row: ServiceRow, causes: readonly FindingId[]): readonly NextStep[] {
  const { material, publicKey, blob, keyForm } = row.commands.files;
  const service = row.name === 'aws' ? '' : ` --service ${row.name}`;
  const expected = `${service} --wrapping-algorithm WRAPPING_ALGORITHM --key-spec KEY_SPEC`;
  const testKey =
    keyForm === 'der' ? '-outform DER -out TestPublicKey.der' : '-outform PEM -out TestPublicKey.pem';
  const lint = {
    why: 'names what is wrong with the key material, where it is at hand',
    command: `kms-keywrap lint ${material}${service} --key-spec KEY_SPEC`,
  };
  const look = {
    why: 'names what can be seen of the refused blob from outside',
    command: `kms-keywrap audit ${blob} --public-key ${publicKey}${expected}`,
  };
  const rehearsal = [
    {
      why: 'makes a test key of the size of the wrapping key',
      command: 'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:BITS -out TestKey.pem',
    },
    {
      why: 'writes its public key: wrap a test key under it, in the same way as the refused one',
      command: `openssl pkey -in TestKey.pem -pubout ${testKey}`,
    },
    {
      why: 'opens the new blob and names the cause',
      command: `kms-keywrap audit ${blob} --private-key TestKey.pem${expected}`,
    },
  ];
  const [first] = causes;
  if (first === undefined) return [];
  const ofMaterial = causes.some(isOnMaterial) ? [lint] : [];
  return isOnMaterial(first) ? [...ofMaterial, look, ...rehearsal] : [look, ...ofMaterial, ...rehearsal];
}
