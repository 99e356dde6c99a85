import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { isHostName, isLoopback } from './access.ts';

interface Address {
  readonly host: string;
  readonly port: number;
  readonly allowHosts: readonly string[];
}

/** Where an endpoint listens, and for which hosts. @throws KmsKeywrapError `ERR_USAGE` */
export function listeningAt(options: {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly allowHosts?: readonly string[] | undefined;
}): Address {
  const { host = '127.0.0.1', port = 0 } = options;
  if (!isLoopback(host))
    throw new KmsKeywrapError('ERR_USAGE', `--host ${quotedName(host)} is not a loopback address`, {
      hint: 'the endpoint checks no signatures and holds the wrapping keys: 127.0.0.1, ::1 or localhost',
    });
  // A path would be listened to as well, and a number beyond the ports end in an error without a code.
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new KmsKeywrapError(
      'ERR_USAGE',
      `port has to be a whole number from 0 to 65535, found ${JSON.stringify(port)}`,
    );
  const allowHosts = options.allowHosts ?? [];
  const odd = allowHosts.find((name) => typeof name !== 'string' || !isHostName(name));
  if (odd !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', `--allow-host ${quotedName(odd)} is not a host name`, {
      hint: 'name a host without scheme and port, such as kms.example.internal',
    });
  return { host, port, allowHosts };
}
