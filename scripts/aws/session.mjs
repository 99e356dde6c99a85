// @ts-check
// One partition's session: the documented commands, each run as it is documented but for the endpoint's address.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { awsEnvironment } from './endpoint.mjs';

const main = path.resolve('dist/cli/main.js');

/** Use of each key spec that is not the first one CreateKey could take. @type {Record<string, string>} */
const usage = {
  symmetric: 'ENCRYPT_DECRYPT',
  hmac: 'GENERATE_VERIFY_MAC',
  rsa: 'SIGN_VERIFY',
  ec: 'SIGN_VERIFY',
};

/**
 * @typedef {{ cli: { path: string; knowsEndpointVariable: boolean }; endpoint: { endpoint: string; region: string }; partition: string; folder: string }} Setting
 */

/** @param {Setting} setting */
export function session({ cli, endpoint, partition, folder }) {
  const env = awsEnvironment(endpoint);
  // Of an older CLI the documented commands need one option more.
  const where = cli.knowsEndpointVariable ? [] : ['--endpoint-url', endpoint.endpoint];

  /**
   * @param {string} cwd
   * @param {readonly string[]} args
   */
  const aws = (cwd, args) => $({ cwd, env, nothrow: true, quiet: true })`${cli.path} kms ${args} ${where}`;

  /**
   * @param {string} cwd
   * @param {readonly string[]} args
   */
  const keywrap = (cwd, args) => $({ cwd, quiet: true })`${process.execPath} ${main} ${args}`;

  /**
   * @param {string} cwd
   * @param {readonly string[]} args
   */
  async function answer(cwd, args) {
    const { exitCode, stdout, stderr } = await aws(cwd, args);
    if (exitCode !== 0) throw new Error(`aws kms ${args.join(' ')}: ${stderr.trim()}`);
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  }

  return {
    aws,
    keywrap,
    env,

    /**
     * A KMS key without key material, and key material for it.
     * @param {string} keySpec
     * @param {string} kind
     * @param {string} [purpose] tells folders of one key spec apart
     */
    async prepare(keySpec, kind, purpose = 'combinations') {
      const cwd = path.join(folder, partition, keySpec, purpose);
      await mkdir(cwd, { recursive: true });
      const { KeyMetadata } = await answer(cwd, [
        'create-key',
        '--origin',
        'EXTERNAL',
        '--key-spec',
        keySpec,
        '--key-usage',
        usage[kind] ?? '',
      ]);
      await keywrap(cwd, ['generate', keySpec, '--partition', partition, '--out', 'KeyMaterial']);
      return { cwd, keyId: KeyMetadata.KeyId };
    },

    /**
     * S2: download the wrapping public key and import token, as documented.
     * @param {string} cwd
     * @param {string} keyId
     * @param {{ wrappingAlgorithm: string; wrappingKeySpec: string }} combination
     */
    async getParameters(cwd, keyId, { wrappingAlgorithm, wrappingKeySpec }) {
      const args = [
        'get-parameters-for-import',
        '--key-id',
        keyId,
        '--wrapping-algorithm',
        wrappingAlgorithm,
        '--wrapping-key-spec',
        wrappingKeySpec,
      ];
      const parameters = await answer(cwd, args);
      await writeFile(path.join(cwd, 'parameters.json'), JSON.stringify(parameters));
      await writeFile(path.join(cwd, 'PublicKey.b64'), parameters.PublicKey);
      await writeFile(path.join(cwd, 'importtoken.b64'), parameters.ImportToken);
      const run = $({ cwd, quiet: true });
      await run`openssl enc -d -base64 -A -in PublicKey.b64 -out WrappingPublicKey.bin`;
      await run`openssl enc -d -base64 -A -in importtoken.b64 -out ImportToken.bin`;
      return { publicKey: await readFile(path.join(cwd, 'WrappingPublicKey.bin')) };
    },

    /**
     * S4: import the encrypted key material, as documented, with a date a month from now.
     * @param {string} cwd
     * @param {string} keyId
     */
    importKeyMaterial(cwd, keyId) {
      const validTo = new Date(Date.now() + 30 * 86_400_000).toISOString().replace(/\.\d+Z$/, '+00:00');
      const files = [
        '--encrypted-key-material',
        'fileb://EncryptedKeyMaterial.bin',
        '--import-token',
        'fileb://ImportToken.bin',
      ];
      return aws(cwd, [
        'import-key-material',
        '--key-id',
        keyId,
        ...files,
        '--expiration-model',
        'KEY_MATERIAL_EXPIRES',
        '--valid-to',
        validTo,
      ]);
    },

    /**
     * The same through a bundle and its import.sh, unchanged.
     * @param {string} cwd
     * @param {string} keySpec
     * @param {string} wrappingAlgorithm
     */
    async importBundle(cwd, keySpec, wrappingAlgorithm) {
      await keywrap(cwd, [
        'wrap',
        '--in',
        'KeyMaterial',
        '--parameters',
        'parameters.json',
        '--wrapping-algorithm',
        wrappingAlgorithm,
        '--key-spec',
        keySpec,
        '--partition',
        partition,
        '--bundle',
        'bundle',
        '--force',
      ]);
      await keywrap(cwd, ['bundle', 'check', 'bundle']);
      const script = $({ cwd, env: { ...env, AWS_CLI: cli.path }, nothrow: true, quiet: true });
      const proof = keySpec === 'SYMMETRIC_DEFAULT' ? ['--reimport'] : [];
      return await script`./bundle/import.sh --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE ${proof}`;
    },
  };
}
