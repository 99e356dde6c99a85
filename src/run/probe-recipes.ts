import { getDiffieHellman } from 'node:crypto';
import { documentedNames as names, exactly, file, step, type Bounds, type Recipe } from '../recipe/model.ts';
import { wrappingRecipe } from '../recipe/wrapping.ts';
import { curveRow, curveSpecs } from '../tables/curves.ts';
import { tableOf } from '../tables/named.ts';
import type { Capability } from '../tables/openssl.ts';
import { wrappingAlgorithms, type WrappingAlgorithmRow } from '../tables/wrapping.ts';
import type { Files } from './recipe.ts';

/** One small run that shows whether openssl can do something. */
export interface Probe {
  readonly recipe: Recipe;
  readonly inputs: Files;
}

const hex = (digits: string) => Buffer.from(digits.replaceAll(/\s/g, ''), 'hex');

/** SubjectPublicKeyInfo with the prime of RFC 3526, section 3, as modulus and exponent 65537: it encrypts, and no private key exists for it. */
const rsaPublicKey = () =>
  Buffer.concat([
    hex('30820122 300d06092a864886f70d0101010500 0382010f00 3082010a 0282010100'),
    getDiffieHellman('modp14').getPrime(),
    hex('0203010001'),
  ]);

/** SubjectPublicKeyInfo of the generator of the SM2 curve (GB/T 32918.5, annex A): the public key of the private key 1. */
const sm2PublicKey = hex(`
  3059 3013 06072a8648ce3d0201 06082a811ccf5501822d 034200 04
  32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7
  bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0`);

/** ECPrivateKey (RFC 5915) of the private key 1 on P-256, as the PEM that genpkey's output is like. */
const ecPem = () => {
  const der = hex(`3031 020101 0420 ${'00'.repeat(31)}01 a00a 06082a8648ce3d030107`);
  return Buffer.from(
    `-----BEGIN EC PRIVATE KEY-----\n${der.toString('base64')}\n-----END EC PRIVATE KEY-----\n`,
  );
};

const probeBytes = 32;
const output = 'probe.out';

const single = (writes: Bounds, words: string[], inputs: Files = {}): Probe => ({
  recipe: {
    title: words.join(' '),
    documented: false,
    steps: [step(output, [...words, '-out', file(output)])],
    inputs: Object.keys(inputs),
    writes: { [output]: writes },
    result: output,
  },
  inputs,
});

const genpkey = (algorithm: string, option: string) =>
  single({ min: 100, max: 4096 }, ['genpkey', '-algorithm', algorithm, '-pkeyopt', option]);

/** The documented wrap of a few bytes; with RSA the output has to be as long as the modulus. */
function wrap(algorithm: WrappingAlgorithmRow, publicKey: Buffer, bytes: Bounds): Probe {
  const recipe = wrappingRecipe(algorithm);
  return {
    recipe: { ...recipe, writes: { ...recipe.writes, [names.wrapped]: bytes } },
    inputs: { [names.symmetricMaterial]: Buffer.alloc(probeBytes, 0x5a), [names.publicKey]: publicKey },
  };
}

function wrapPad(): Probe {
  const recipe = wrappingRecipe(wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256);
  const enc = recipe.steps[1];
  return {
    recipe: {
      title: 'enc -id-aes256-wrap-pad',
      documented: false,
      steps: enc === undefined ? [] : [enc],
      inputs: [names.aesKey, names.symmetricMaterial],
      writes: { [names.wrappedMaterial]: exactly(probeBytes + 8) },
      result: names.wrappedMaterial,
    },
    inputs: {
      [names.aesKey]: Buffer.alloc(32, 0xa5),
      [names.symmetricMaterial]: Buffer.alloc(probeBytes, 0x5a),
    },
  };
}

/** What is run for each capability: the documented command itself wherever it is short enough. */
export const probes: Readonly<Record<Capability, () => Probe>> = {
  'rand': () => ({
    recipe: {
      title: 'rand',
      documented: false,
      steps: [step(output, ['rand', '-out', file(output), String(probeBytes)])],
      inputs: [],
      writes: { [output]: exactly(probeBytes) },
      result: output,
    },
    inputs: {},
  }),
  'genpkey-rsa': () => genpkey('rsa', 'rsa_keygen_bits:2048'),
  ...tableOf(curveSpecs.map(curveRow), ({ openssl }) => [
    `genpkey-${openssl}`,
    () => genpkey('ec', `ec_paramgen_curve:${openssl}`),
  ]),
  'pkcs8': () =>
    single({ min: 60, max: 160 }, ['pkcs8', '-topk8', '-outform', 'der', '-nocrypt', '-in', 'probe.pem'], {
      'probe.pem': ecPem(),
    }),
  'oaep-sha1': () => wrap(wrappingAlgorithms.RSAES_OAEP_SHA_1, rsaPublicKey(), exactly(256)),
  'oaep-sha256': () => wrap(wrappingAlgorithms.RSAES_OAEP_SHA_256, rsaPublicKey(), exactly(256)),
  'wrap-pad': wrapPad,
  // C1 and C3 are 96 bytes, C2 as long as the input, and DER adds its headers.
  'sm2-encrypt': () =>
    wrap(wrappingAlgorithms.SM2PKE, sm2PublicKey, { min: 96 + probeBytes + 4, max: 96 + probeBytes + 16 }),
};
