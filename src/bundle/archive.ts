import { opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { KmsKeywrapError } from '../errors.ts';
import { readError } from '../run/files/file-error.ts';
import { readInput } from '../run/files/input.ts';

/** A file of a download, by its name. */
export interface ArchiveFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The console's zip holds three files of a few KiB; a larger file is something else. */
const limits = { archiveBytes: 1024 * 1024, entries: 64, fileBytes: 64 * 1024 } as const;

const notOurs = (why: string) =>
  new KmsKeywrapError('ERR_PARAMETERS', `the parameters archive ${why}`, {
    hint: 'the console downloads Import_Parameters_….zip with WrappingPublicKey.bin, ImportToken.bin and README.txt',
  });

/** Whether bytes begin like a zip archive (local file header, or an empty archive's end record). */
export function isZip(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('latin1');
  return start === 'PK\u0003\u0004' || start === 'PK\u0005\u0006';
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.uncompressedSize > limits.fileBytes)
    throw notOurs(`has an entry of ${entry.uncompressedSize} bytes; at most ${limits.fileBytes} are read`);
  const chunks: Buffer[] = [];
  // yauzl ends the stream with an error once more bytes come than the entry declares.
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw notOurs('is damaged: a CRC-32 does not match');
  return bytes;
}

/** Unix mode of an entry, where the archive was made on such a system. */
const isLink = (entry: Entry) => ((entry.externalFileAttributes >>> 16) & 0o17_0000) === 0o12_0000;

/**
 * The files of a zip archive that `wanted` names, whose folders don't matter. Other files are not unpacked.
 * @throws `ERR_PARAMETERS` when it is damaged, encrypted, or larger than the console's
 */
export async function filesOfZip(bytes: Buffer, wanted: (name: string) => boolean): Promise<ArchiveFile[]> {
  if (bytes.length > limits.archiveBytes) throw notOurs(`has ${bytes.length} bytes`);
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
    if (zip.entryCount > limits.entries) throw notOurs(`has ${zip.entryCount} entries`);
    const files: ArchiveFile[] = [];
    for await (const entry of zip.eachEntry()) {
      const name = basename(entry.fileName);
      // Folders, and the resource forks that macOS puts in archives.
      if (entry.fileName.endsWith('/') || entry.fileName.startsWith('__MACOSX/')) continue;
      if (!wanted(name)) continue;
      if (isLink(entry)) throw notOurs(`has a link where ${name} is expected`);
      files.push({ name, bytes: await inflate(zip, entry) });
    }
    return files;
  } catch (error) {
    if (error instanceof KmsKeywrapError) throw error;
    throw notOurs('is damaged or encrypted');
  }
}

/** The files of an unpacked archive that `wanted` names. Other files of the folder are not opened. */
export async function filesOfFolder(
  folder: string,
  wanted: (name: string) => boolean,
): Promise<ArchiveFile[]> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (!wanted(entry.name)) continue;
      names.push(entry.name);
      if (names.length > limits.entries) throw notOurs('folder contains too many downloads');
    }
  } catch (error) {
    throw readError(folder, 'the parameters folder', error);
  }
  const files: ArchiveFile[] = [];
  for (const name of names.sort())
    files.push({
      name,
      bytes: await readInput(join(folder, name), {
        what: 'the downloaded file',
        limit: limits.fileBytes,
        regularOnly: true,
      }),
    });
  return files;
}
