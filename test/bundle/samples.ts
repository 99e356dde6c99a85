import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { KmsKeywrapError, type ErrorCode } from '../../src/errors.ts';

export const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const otherId = '9999abcd-12ab-34cd-56ef-1234567890ab';
export const arn = (id = keyId) => `arn:aws:kms:us-west-2:111122223333:key/${id}`;
/** 2026-06-17T12:00:00Z */
export const now = Date.UTC(2026, 5, 17, 12);
export const hour = 3_600_000;

export const wrappingKey = generateKeyPairSync('rsa', { modulusLength: 3072 });
export const publicKey = wrappingKey.publicKey.export({ format: 'der', type: 'spki' });
export const importToken = randomBytes(400);

/** What `aws kms get-parameters-for-import` prints. */
export const answer = (changes: Readonly<Record<string, unknown>> = {}) => ({
  KeyId: arn(),
  ImportToken: importToken.toString('base64'),
  PublicKey: publicKey.toString('base64'),
  ParametersValidTo: '2026-06-18T11:30:00.123000+00:00',
  ...changes,
});

export const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** The code, message and hint of what a call throws. */
export async function refusal(call: () => unknown): Promise<{ code: string; message: string; hint: string }> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof KmsKeywrapError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint ?? '' };
  }
  throw new Error('nothing was thrown');
}

/** A CloudTrail event as the AWS KMS Developer Guide shows it. */
export const trailEvent = (changes: Readonly<Record<string, unknown>> = {}, id = keyId) => ({
  eventVersion: '1.05',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Alice' },
  eventTime: '2026-06-17T11:30:00Z',
  eventSource: 'kms.amazonaws.com',
  eventName: 'GetParametersForImport',
  awsRegion: 'us-west-2',
  requestParameters: { keyId: id, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_3072' },
  responseElements: null,
  eventID: '4023e622-0c3e-4324-bdef-7f58193bba87',
  resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: arn(id) }],
  ...changes,
});

interface ZipPart {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the central directory claims, where it lies. */
  readonly claimedBytes?: number;
  readonly claimedCrc?: number;
  /** Unix mode with the type of the file. */
  readonly mode?: number;
}

/** A zip archive, written by hand so that it can lie (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16). */
export function zip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, claimedBytes, claimedCrc, mode = 0 } of parts) {
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(claimedCrc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(mode * 0x1_0000, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const centralDirectory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(centralDirectory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, centralDirectory, Buffer.from('PK\u0005\u0006'), end]);
}

/** What the console downloads. */
export const download = (): ZipPart[] => [
  { name: 'WrappingPublicKey.bin', bytes: publicKey },
  { name: 'ImportToken.bin', bytes: importToken },
  {
    name: 'README.txt',
    bytes: Buffer.from(
      `Key ARN: ${arn()}\r\nWrapping algorithm: RSA_AES_KEY_WRAP_SHA_256\r\nThe wrapping key and import token expire at 2026-06-18T11:30:00Z\r\n`,
    ),
  },
];

/** What a call gives, or the code of the refusal; any other error is thrown on. */
export async function orRefusal<T>(call: () => T | Promise<T>): Promise<T | ErrorCode> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof KmsKeywrapError)) throw error;
    return error.code;
  }
}
