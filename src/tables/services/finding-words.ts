import { byHand } from '../findings/blob/by-hand.ts';
import type { FindingId } from '../findings/index.ts';
import type { ServiceRow } from './types.ts';

/** Words of a finding where those of the catalogue name what AWS alone has. */
interface Words {
  readonly message?: string;
  readonly expected?: string;
  readonly fix?: string;
}

const list = (names: readonly string[]) => names.join(', ');

/** Made from a service's own words, for every finding whose entry in the catalogue speaks of AWS. */
export const serviceFindingWords: Partial<Readonly<Record<FindingId, (row: ServiceRow) => Words>>> = {
  'blob-empty': () => ({ expected: 'a blob' }),
  'blob-message': ({ words }) => ({
    fix: `Export the key under ${words.wrappingKey}, or open the message with the program that wrote it and wrap what is inside.`,
  }),
  ...Object.fromEntries(Object.entries(byHand).map(([id, fix]) => [id, () => ({ fix })])),
  'combination-unsupported': ({ name }) => ({
    fix: `Choose a combination that \`kms-keywrap support --service ${name}\` lists as supported.`,
  }),
  'combination-disputed': ({ name }) => ({
    fix: `Choose a combination that \`kms-keywrap support --service ${name}\` lists as supported, or try the import before you rely on it.`,
  }),
  'wrapping-key-spec': ({ words, wrappingKeys }) => ({
    message: `the wrapping key is not one that ${words.service} hands out`,
    fix: `Wrap under ${words.wrappingKey} (${list(wrappingKeys.filter(({ kind }) => kind !== 'kem').map(({ name }) => name))}); for a test, make a key of the same kind and size.`,
  }),
  'wrapping-key-mismatch': ({ words }) => ({
    fix: `${words.fetch}, wrap again, or audit with the private key that belongs to the public key used.`,
  }),
  'oaep-hash': ({ words }) => ({
    fix: `Set both hashes to those of the ${words.wrappingAlgorithm} (rsa_oaep_md and rsa_mgf1_md), or choose the ${words.wrappingAlgorithm} with the hash that the device uses, where ${words.service} has one.`,
  }),
  'hybrid-for-direct': ({ words }) => ({
    fix: `Choose the ${words.wrappingAlgorithm} that takes an encrypted AES key and wrapped key material, or encrypt the key material directly.`,
  }),
  'direct-for-hybrid': ({ name, words }) => ({
    fix: `Wrap in two steps, as \`kms-keywrap recipe --service ${name}\` shows: an AES key under ${words.wrappingKey}, and the key material under that AES key.`,
  }),
  'kwp-chunked': () => ({ fix: 'Wrap the whole key material in one call.' }),
  'material-length': ({ words, name }) => ({
    message: `the raw key material has a length that the ${words.keySpec} does not accept`,
    fix: `Generate key material of the length that is expected; \`kms-keywrap recipe --service ${name}\` shows the command.`,
  }),
  'material-other-format': ({ words }) => ({
    message: `the key material is in a container that ${words.service} does not open`,
  }),
  'key-spec-mismatch': ({ words }) => ({
    message: `the key is of another ${words.keySpec}`,
    fix: `Take the key that belongs here, or import this one as the ${words.keySpec} that it is.`,
  }),
  'key-type-unsupported': ({ words, name }) => ({
    message: `${words.service} does not import a key of this type here`,
    fix: `Take a key that \`kms-keywrap support --service ${name}\` lists, or import this one as the ${words.keySpec} that it is.`,
  }),
  'pkcs8-version': ({ words }) => ({
    message: `the PKCS#8 version is not the one that ${words.service} is known to read`,
  }),
  'material-key-block': ({ words }) => ({
    fix: `Export the key from the HSM under ${words.wrappingKey}, or in the clear in a safe place.`,
  }),
  'rsa-modulus-size': ({ words }) => ({
    message: `the RSA modulus does not have a size that ${words.service} imports`,
  }),
};
