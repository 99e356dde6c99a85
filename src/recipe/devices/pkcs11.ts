import type { DeviceRow } from '../../tables/devices/index.ts';
import { mechanisms, type KeyWrapMechanism } from '../../tables/devices/mechanisms.ts';
import { isRaw, type KeySpecRow } from '../../tables/key-specs.ts';
import type { OaepAlgorithm, RsaAesAlgorithm } from '../../tables/wrapping.ts';
import { aesKeyBytes, documentedNames as names } from '../model.ts';

export interface Pkcs11Export {
  readonly device: DeviceRow;
  readonly algorithm: OaepAlgorithm | RsaAesAlgorithm;
  readonly keySpec?: KeySpecRow | undefined;
  readonly keyWrap?: KeyWrapMechanism | undefined;
}

const hashes = {
  sha1: ['CKM_SHA_1', 'CKG_MGF1_SHA1'],
  sha256: ['CKM_SHA256', 'CKG_MGF1_SHA256'],
} as const;

/** The classes of object that the key can be: without a key spec, both. */
function classesOf(keySpec: KeySpecRow | undefined): string {
  if (keySpec === undefined) return '[p11.CKO_SECRET_KEY, p11.CKO_PRIVATE_KEY]';
  return isRaw(keySpec) ? '[p11.CKO_SECRET_KEY]' : '[p11.CKO_PRIVATE_KEY]';
}

/** PKCS#11 v3.1, 6.1.8: hash and mask generation of one hash, no source data. */
const oaepParameters = ({ hash }: OaepAlgorithm | RsaAesAlgorithm) =>
  `{ type: p11.CK_PARAMS_RSA_OAEP, hashAlg: p11.${hashes[hash][0]}, mgf: p11.${hashes[hash][1]}, source: 1 }`;

const directText = `  const blob = wrap(oaep, wrappingKey, key);`;

const hybridText = (keyWrap: KeyWrapMechanism) =>
  `  const aesKey = lib.C_GenerateKey(session, { mechanism: p11.CKM_AES_KEY_GEN }, [
    { type: p11.CKA_VALUE_LEN, value: ${aesKeyBytes} },
    { type: p11.CKA_TOKEN, value: false },
    { type: p11.CKA_SENSITIVE, value: true },
    { type: p11.CKA_EXTRACTABLE, value: true },
    { type: p11.CKA_ENCRYPT, value: true },
    { type: p11.CKA_WRAP, value: true },
  ]);
  const wrapped = wrap({ mechanism: 0x${mechanisms[keyWrap].number.toString(16)} /* ${keyWrap} */ }, aesKey, key);
  const blob = Buffer.concat([wrap(oaep, wrappingKey, aesKey), wrapped]);`;

/** The node program that finds the key on the token by its label, and writes it wrapped. */
function program({ algorithm, keySpec, keyWrap }: Pkcs11Export): string {
  return `const { createPublicKey } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { HSM_MODULE, HSM_TOKEN, HSM_KEY, HSM_PIN, HSM_PARAMETERS } = process.env;

function work() {
  const p11 = require('pkcs11js');
  const lib = new p11.PKCS11();
  lib.load(HSM_MODULE);
  lib.C_Initialize(HSM_PARAMETERS ? { libraryParameters: HSM_PARAMETERS } : undefined);
  const slots = lib.C_GetSlotList(true);
  const label = (slot) => lib.C_GetTokenInfo(slot).label.replace(/[\\0 ]+$/, '');
  const slot = slots.find((one) => label(one) === HSM_TOKEN);
  if (slot === undefined) throw new Error('no token ' + HSM_TOKEN + '; found: ' + slots.map(label).join(', '));
  const session = lib.C_OpenSession(slot, p11.CKF_SERIAL_SESSION | p11.CKF_RW_SESSION);
  lib.C_Login(session, p11.CKU_USER, HSM_PIN);

  const found = ${classesOf(keySpec)}.flatMap((type) => {
    lib.C_FindObjectsInit(session, [
      { type: p11.CKA_CLASS, value: type },
      { type: p11.CKA_LABEL, value: HSM_KEY },
    ]);
    const keys = lib.C_FindObjects(session, 2);
    lib.C_FindObjectsFinal(session);
    return keys;
  });
  if (found.length !== 1) throw new Error('expected one key ' + HSM_KEY + ', found ' + found.length);
  const [key] = found;
  const { n, e } = createPublicKey({
    key: readFileSync('${names.publicKey}'),
    format: 'der',
    type: 'spki',
  }).export({ format: 'jwk' });
  const wrappingKey = lib.C_CreateObject(session, [
    { type: p11.CKA_CLASS, value: p11.CKO_PUBLIC_KEY },
    { type: p11.CKA_KEY_TYPE, value: p11.CKK_RSA },
    { type: p11.CKA_TOKEN, value: false },
    { type: p11.CKA_ENCRYPT, value: true },
    { type: p11.CKA_WRAP, value: true },
    { type: p11.CKA_MODULUS, value: Buffer.from(n, 'base64url') },
    { type: p11.CKA_PUBLIC_EXPONENT, value: Buffer.from(e, 'base64url') },
  ]);
  const oaep = {
    mechanism: p11.CKM_RSA_PKCS_OAEP,
    parameter: ${oaepParameters(algorithm)},
  };
  const wrap = (mechanism, under, what) =>
    Buffer.from(lib.C_WrapKey(session, mechanism, under, what, Buffer.alloc(8192)));
${keyWrap === undefined ? directText : hybridText(keyWrap)}
  writeFileSync('${names.wrapped}', blob, { flag: 'wx', mode: 0o600 });
}

try {
  work();
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}`;
}

/**
 * The commands that export a key from a PKCS#11 token: a node program that speaks to the module through pkcs11js. The PIN is read
 * from the terminal, or from the environment, and stands in no command line.
 */
export function pkcs11Lines(request: Pkcs11Export): string[] {
  const { path = '', parameters } = request.device.module ?? {};
  return [
    '# Needs node and, in this folder, pkcs11js: npm install pkcs11js',
    `export HSM_MODULE="\${HSM_MODULE:-${path}}"`,
    ...(parameters === undefined
      ? []
      : [
          `test -n "\${HSM_PARAMETERS:-}" ||`,
          `  HSM_PARAMETERS="${parameters.replace('{folder}', '${HSM_FOLDER:?set it to the folder of the database}')}"`,
          'export HSM_PARAMETERS',
        ]),
    'export HSM_TOKEN="${HSM_TOKEN:?set it to the label of the token}"',
    'export HSM_KEY="${HSM_KEY:?set it to the label of the key}"',
    'if [ -z "${HSM_PIN:-}" ]; then',
    '  terminal=$(stty -g)',
    '  trap \'stty "$terminal"\' EXIT',
    "  printf 'PIN: ' >&2; stty -echo; read -r HSM_PIN",
    '  stty "$terminal"; trap - EXIT; echo >&2',
    'fi',
    'export HSM_PIN',
    "node - <<'EXPORT'",
    program(request),
    'EXPORT',
  ];
}
