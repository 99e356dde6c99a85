import { file } from './file/file.ts';
import { length } from './file/length.ts';
import { order } from './file/order.ts';
import { plaintext } from './file/plaintext.ts';
import { surplus } from './file/surplus.ts';
import { textForms } from './file/text-forms.ts';
import { kekMismatch } from './key-wrap/kek-mismatch.ts';
import { kek } from './key-wrap/kek.ts';
import { wrap } from './key-wrap/wrap.ts';
import { block } from './rsa/block.ts';
import { combination } from './rsa/combination.ts';
import { oaepHashes } from './rsa/oaep-hashes.ts';
import { oaepLabel } from './rsa/oaep-label.ts';
import { padding } from './rsa/padding.ts';
import { scheme } from './rsa/scheme.ts';
import { wrappingKey } from './rsa/wrapping-key.ts';
import type { BlobRule } from './rule.ts';
import { sm2Form } from './sm2/form.ts';
import { sm2Opening } from './sm2/opening.ts';

/** Every rule on a blob, most fundamental first: what was asked for, the file, its layout, RSA or SM2, AES key, key wrap. */
export const blobRules: readonly BlobRule[] = [
  combination,
  wrappingKey,
  file,
  plaintext,
  textForms,
  order,
  length,
  surplus,
  scheme,
  block,
  padding,
  oaepHashes,
  oaepLabel,
  kek,
  kekMismatch,
  wrap,
  sm2Form,
  sm2Opening,
];
