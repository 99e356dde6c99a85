import { maximumKeyBytes } from '../budgets.ts';
import { readPrivateKey, readPublicKey } from '../../crypto/wrapping-key.ts';
import type { AuditRequest } from '../blob/audit.ts';
import type { ReadFile } from './files.ts';
import type { AuditTask } from './task.ts';

const maximumKeys = 64;

type Keys = Pick<AuditRequest, 'privateKey' | 'publicKey'>;

/** Reads each key file once; of many keys the least recently used is forgotten. @throws KmsKeywrapError */
export function keyStore(read: ReadFile): (key: AuditTask['key']) => Keys {
  const keys = new Map<string, Keys>();
  return ({ kind, path }) => {
    const name = `${kind} ${path}`;
    const known = keys.get(name);
    if (known !== undefined && keys.size === 1) return known;
    const key = known ?? readKey(kind, read(path, maximumKeyBytes, `the ${kind} key`));
    keys.delete(name);
    keys.set(name, key);
    if (keys.size > maximumKeys) keys.delete(keys.keys().next().value ?? '');
    return key;
  };
}

const readKey = (kind: AuditTask['key']['kind'], bytes: Buffer): Keys =>
  kind === 'private' ? { privateKey: readPrivateKey(bytes) } : { publicKey: readPublicKey(bytes) };
