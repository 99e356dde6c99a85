import { change, plainBytes, visible } from './parts.ts';
import type { Fault } from './types.ts';

export const repeatedFaults: readonly Fault[] = visible([
  { id: 'blob-doubled', name: 'doubled', make: change((blob) => Buffer.concat([blob, blob])) },
  { id: 'blob-doubled', name: 'tripled', make: change((blob) => Buffer.concat([blob, blob, blob])) },
]);

export const lineEndFaults: readonly Fault[] = visible([
  {
    id: 'blob-trailing-newline',
    name: 'trailing-lf',
    make: change((blob) => Buffer.concat([blob, Buffer.from('\n')])),
  },
  {
    id: 'blob-trailing-newline',
    name: 'trailing-crlf',
    make: change((blob) => Buffer.concat([blob, Buffer.from('\r\n')])),
  },
]);

/** Bytes before the blob: they take the private key to be told apart. */
export const headerFaults: readonly Fault[] = [1, 4, 17, 256].map((bytes): Fault => ({
  id: 'blob-header',
  name: `header-of-${bytes}`,
  make: change((blob, { random }) => Buffer.concat([plainBytes(random, bytes), blob])),
}));
