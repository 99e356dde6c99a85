import * as keyWrap from './key-wrap.ts';
import * as rsa from './rsa.ts';
import type { BlobRule } from './rule.ts';
import * as sm2 from './sm2.ts';
import * as structure from './structure.ts';
import { textForms } from './text.ts';

/** Every rule on a blob, most fundamental first: what was asked for, the file, its layout, RSA or SM2, AES key, key wrap. */
export const blobRules: readonly BlobRule[] = [
  rsa.combination,
  rsa.wrappingKey,
  structure.file,
  structure.plaintext,
  textForms,
  structure.order,
  structure.length,
  structure.surplus,
  rsa.scheme,
  rsa.block,
  rsa.padding,
  rsa.oaepHashes,
  rsa.oaepLabel,
  keyWrap.kek,
  keyWrap.kekMismatch,
  keyWrap.wrap,
  sm2.sm2Form,
  sm2.sm2Opening,
];
