import { KmsException } from '../model/exceptions.ts';

/** @throws KmsException `ValidationException`, `InvalidAliasNameException` */
export function requireAliasName(name: string): void {
  if (!name.startsWith('alias/'))
    throw new KmsException('ValidationException', {
      text: 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    });
  if (name === 'alias/' || name.includes(':', 'alias/'.length) || name.startsWith('alias/aws/'))
    throw new KmsException('InvalidAliasNameException', {
      detail: name.startsWith('alias/aws/')
        ? 'Aliases that begin with alias/aws/ are reserved for AWS managed keys.'
        : 'After alias/ an alias name has letters, digits, /, _ and - alone.',
      undocumented: 'which exception KMS gives for it',
    });
}
