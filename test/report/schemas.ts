import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, unknown>;

/** What a value breaks of a schema; empty when it fits. */
export type Validator = (value: unknown) => readonly string[];

const validator =
  (valid: ValidateFunction): Validator =>
  (value) =>
    valid(value) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** The shipped JSON Schema of a `schema` id such as `kms-keywrap/audit/1`. */
export function ownSchema(id: string): Validator {
  const name = id.replace('kms-keywrap/', '').replace('/', '-');
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictRequired: false });
  return validator(ajv.compile(read(`../../schemas/${name}.schema.json`)));
}

/** The official SARIF schema. It is draft-04; what it uses of that draft differs from draft-07 in the name of `$id` alone. */
export function sarifSchema(): Validator {
  const { id, $schema: _, ...schema } = read('schemas/sarif-2.1.0.json');
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
  return validator(ajv.compile({ $id: String(id), ...schema }));
}
