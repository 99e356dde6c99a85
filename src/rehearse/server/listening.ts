import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KmsKeywrapError } from '../../errors.ts';

/** A listening endpoint. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** errno names in words. */
const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there (EADDRINUSE)',
  EADDRNOTAVAIL: 'this machine has no such address (EADDRNOTAVAIL)',
  EACCES: 'ports below 1024 are for privileged users (EACCES)',
};

/** @throws KmsKeywrapError `ERR_ENVIRONMENT` when the port is taken */
export async function listening(
  server: Server,
  options: { readonly host: string; readonly port: number },
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new KmsKeywrapError(
          'ERR_ENVIRONMENT',
          `cannot listen on ${options.host}:${options.port}: ${listenFaults[error.code ?? ''] ?? error.code}`,
          {
            hint: 'without --port the endpoint takes a free one',
            cause: error,
          },
        ),
      ),
    );
    server.listen(options.port, options.host.replaceAll(/[[\]]/g, ''), resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
