import { createPublicKey, constants, verify } from 'node:crypto';
import { sha256Hex } from '../crypto/hash.ts';
import { keySpecRow } from '../tables/key-specs.ts';
import type { BundleCheck } from './check.ts';
import { malformed, own, ownText, readJson, type Named } from './json.ts';
import { parseKeyName, sameKey } from './key-name.ts';
import type { Manifest } from './manifest.ts';
import { proofMessage, signingScheme } from './proof.ts';

/** A file with what an operation of KMS answered after the import. */
export interface Answer {
  readonly name: string;
  readonly bytes: Buffer;
}

const shown = (operation: string, options = '') =>
  `run aws kms ${operation} --key-id KEY${options} --output json, and give its answer with --after`;

/** What each proof is asked for by. */
const commands = {
  publicKey: shown('get-public-key'),
  mac: ({ macAlgorithm }: { readonly macAlgorithm: string }) =>
    shown('generate-mac', ` --message fileb://MESSAGE --mac-algorithm ${macAlgorithm}`),
};

const otherKey =
  'the KMS key holds other key material than this bundle: do not use it, and find out which bundle was imported';

const check = (name: string, ok: boolean, message: string, fix: string): BundleCheck => ({
  name,
  ok,
  message,
  ...(ok ? {} : { fix }),
});

/** The bytes of a Base64 field; undefined where the field is missing. @throws `ERR_PARAMETERS` for another form */
function bytesOf(answer: unknown, field: string, named: Named): Buffer | undefined {
  const text = ownText(answer, field);
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== text)
    throw malformed(named, `has a ${field} that is not Base64`);
  return bytes;
}

function checkState(manifest: Manifest, metadata: unknown): BundleCheck {
  const found = [
    ['KeyState', 'Enabled'],
    ['Origin', 'EXTERNAL'],
    ['KeySpec', manifest.keySpec],
  ].flatMap(([field = '', expected = '']) => {
    const value =
      ownText(metadata, field) ??
      (field === 'KeySpec' ? ownText(metadata, 'CustomerMasterKeySpec') : undefined);
    return value === expected ? [] : [`${field} is ${value ?? 'missing'}, expected ${expected}`];
  });
  return check(
    'after: state',
    found.length === 0,
    found.length === 0
      ? `the KMS key is Enabled, with imported key material, of key spec ${manifest.keySpec}`
      : found.join('; '),
    'import the bundle, or ask again: the state follows the import by a moment',
  );
}

function checkPublicKey(manifest: Manifest, publicKey: Buffer): BundleCheck {
  const found = sha256Hex(publicKey);
  const expected = manifest.publicKeySha256;
  if (expected === undefined)
    return check(
      'after: public key',
      false,
      `the manifest does not say which public key is expected; KMS has SHA-256 ${found}`,
      'make the bundle with --expect-public-key FILE',
    );
  return check(
    'after: public key',
    found === expected,
    found === expected
      ? `KMS has the expected public key, SHA-256 ${found}`
      : `KMS has the public key ${found}, expected ${expected} (SHA-256 of the SubjectPublicKeyInfo)`,
    otherKey,
  );
}

function checkMac(manifest: Manifest, mac: Buffer, algorithm: string | undefined): BundleCheck {
  const { expectedMac } = manifest;
  const name = 'after: MAC';
  if (expectedMac === undefined)
    return check(
      name,
      false,
      'the manifest has no expectedMac to compare with',
      'make the bundle from the key material, or with --expect-mac and --mac-message',
    );
  if (algorithm !== expectedMac.macAlgorithm)
    return check(
      name,
      false,
      `the MAC is by ${algorithm ?? 'no algorithm that it names'}, expected ${expectedMac.macAlgorithm}`,
      commands.mac(expectedMac),
    );
  const found = mac.toString('hex');
  const same = found === expectedMac.mac;
  return check(
    name,
    same,
    same
      ? `KMS gives the expected MAC for the message of the manifest`
      : `KMS gives the MAC ${found}, expected ${expectedMac.mac}`,
    `${otherKey}, unless the message was another one: decode expectedMac.message of manifest.json from Base64`,
  );
}

/** A signature over the message that import.sh has KMS sign. */
function checkSignature(signature: Buffer, algorithm: string, publicKey: Buffer | undefined): BundleCheck {
  const name = 'after: signature';
  if (publicKey === undefined)
    return check(name, false, 'a signature shows nothing without the public key', commands.publicKey);
  const scheme = signingScheme(algorithm);
  if (scheme === undefined)
    return check(
      name,
      false,
      `signatures by ${algorithm} are not verified here`,
      'let import.sh verify it, or use openssl',
    );
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  const padding = scheme.pss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  const good = verify(scheme.hash, Buffer.from(proofMessage), { key, ...padding }, signature);
  return check(
    name,
    good,
    good
      ? `the signature by ${algorithm} verifies under the public key`
      : `the signature by ${algorithm} does not verify under the public key`,
    `have KMS sign the text "${proofMessage}", without a line break, as import.sh does; ${otherKey}`,
  );
}

/** What the answers have to show of this kind of key and do not; undefined where they do. */
function lacking(
  manifest: Manifest,
  given: { readonly publicKey: boolean; readonly mac: boolean },
): BundleCheck | undefined {
  const { kind } = keySpecRow(manifest.keySpec);
  if (kind === 'hmac')
    return given.mac
      ? undefined
      : check(
          'after: proof',
          false,
          'nothing shows that KMS holds this key: the answer of generate-mac is missing',
          commands.mac({ macAlgorithm: manifest.expectedMac?.macAlgorithm ?? 'ALGORITHM' }),
        );
  if (kind === 'symmetric')
    return check(
      'after: proof',
      true,
      'KMS shows nothing of a symmetric key: import.sh --import-type EXISTING_KEY_MATERIAL with a new bundle of the same key material is accepted only where the key has it',
      '',
    );
  return given.publicKey
    ? undefined
    : check(
        'after: proof',
        false,
        'nothing shows that KMS holds this key: the answer of get-public-key is missing',
        commands.publicKey,
      );
}

/**
 * Holds what KMS answers after the import against the manifest: the JSON of describe-key, get-public-key, generate-mac and sign,
 * told apart by their fields.
 * @throws KmsKeywrapError `ERR_PARAMETERS` for any other file
 */
export function checkAfter(manifest: Manifest, answers: readonly Answer[]): BundleCheck[] {
  const parsed = answers.map(({ name, bytes }) => {
    const named = {
      what: name,
      hint: 'Give the JSON that describe-key, get-public-key, generate-mac or sign printed.',
    };
    const answer = readJson(bytes, named);
    const metadata = own(answer, 'KeyMetadata');
    const read = {
      named,
      metadata,
      publicKey: bytesOf(answer, 'PublicKey', named),
      mac: bytesOf(answer, 'Mac', named),
      signature: bytesOf(answer, 'Signature', named),
      macAlgorithm: ownText(answer, 'MacAlgorithm'),
      signingAlgorithm: ownText(answer, 'SigningAlgorithm'),
      keyId: ownText(metadata, 'Arn') ?? ownText(answer, 'KeyId'),
    };
    if (metadata === undefined && !read.publicKey && !read.mac && !read.signature)
      throw malformed(named, 'is not an answer of describe-key, get-public-key, generate-mac or sign');
    return read;
  });
  const ofManifest = parseKeyName(manifest.keyId ?? '');
  const strangers = parsed.flatMap(({ keyId = '', named }) => {
    const answered = parseKeyName(keyId);
    return ofManifest === undefined || answered === undefined || sameKey(ofManifest, answered)
      ? []
      : [
          check(
            'after: key',
            false,
            `${named.what} is about ${keyId}, and the bundle is for ${manifest.keyId}`,
            'ask KMS about the key of the bundle',
          ),
        ];
  });
  const publicKey = parsed.find((one) => one.publicKey !== undefined)?.publicKey;
  const proofs = parsed.flatMap(
    ({ metadata, publicKey: key, mac, signature, macAlgorithm, signingAlgorithm = '' }) => [
      ...(metadata === undefined ? [] : [checkState(manifest, metadata)]),
      ...(key === undefined ? [] : [checkPublicKey(manifest, key)]),
      ...(mac === undefined ? [] : [checkMac(manifest, mac, macAlgorithm)]),
      ...(signature === undefined ? [] : [checkSignature(signature, signingAlgorithm, publicKey)]),
    ],
  );
  const lack = lacking(manifest, {
    publicKey: publicKey !== undefined,
    mac: parsed.some(({ mac }) => mac !== undefined),
  });
  return [...strangers, ...proofs, ...(lack === undefined ? [] : [lack])];
}
