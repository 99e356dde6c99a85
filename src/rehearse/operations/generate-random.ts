import { randomBytes } from 'node:crypto';
import { requireNoRecipient } from '../kms/encryption.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { recipient } from '../model/fields.ts';

export const generateRandom = operation(
  {
    NumberOfBytes: { type: 'integer', min: 1, max: 1024 },
    CustomKeyStoreId: { type: 'string', min: 1, max: 64 },
    Recipient: recipient,
  },
  (_call, request) => {
    requireNoRecipient(request.Recipient);
    if (request.CustomKeyStoreId !== undefined)
      throw new KmsException('UnsupportedOperationException', {
        detail: 'A rehearsal has no custom key stores.',
      });
    if (request.NumberOfBytes === undefined)
      throw new KmsException('ValidationException', { text: 'NumberOfBytes is required.' });
    return { body: { Plaintext: randomBytes(request.NumberOfBytes).toString('base64') } };
  },
);
