import type { Readable } from 'node:stream';
import { KmsKeywrapError } from '../errors.ts';

/** All of stdin. @throws `ERR_INPUT_TOO_LARGE` past `limit` bytes */
export async function readStdin(stdin: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit)
      throw new KmsKeywrapError('ERR_INPUT_TOO_LARGE', `stdin holds more than ${limit} bytes`, {
        hint: 'key material and blobs of KMS are at most 6144 bytes',
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
