import { KmsException } from './exceptions.ts';
import type { Field, Request, Shape } from './fields.ts';

/** `keyId` of `KeyId`: the spelling in KMS's validation messages. */
const lowerFirst = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

function wrongType(name: string, expected: string): KmsException {
  return new KmsException('SerializationException', {
    detail: `${name} is not ${expected}.`,
    undocumented: 'the text of a SerializationException',
  });
}

/** Strict base64: node's decoder would skip what it does not know. */
function decodeBlob(name: string, value: unknown): Buffer {
  if (typeof value !== 'string') throw wrongType(name, 'a base64 string');
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) throw wrongType(name, 'base64 (RFC 4648, padded, in one line)');
  return bytes;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lengthRule = (length: number, min: number | undefined, max: number | undefined) => {
  if (min !== undefined && length < min) return `Member must have length greater than or equal to ${min}`;
  if (max !== undefined && length > max) return `Member must have length less than or equal to ${max}`;
  return undefined;
};

/** The first constraint that a string breaks, in KMS's words. */
function brokenString(field: Field & { readonly type: 'string' }, text: string): string | undefined {
  if (field.values !== undefined)
    return field.values.includes(text)
      ? undefined
      : `Member must satisfy enum value set: [${field.values.join(', ')}]`;
  const length = lengthRule(text.length, field.min, field.max);
  if (length !== undefined) return length;
  if (field.pattern !== undefined && text !== '' && !field.pattern.test(text))
    return `Member must satisfy regular expression pattern: ${field.pattern.source}`;
  return undefined;
}

/** No message is longer than KMS's own are known to be: it shows a tag value of 257 characters whole. */
const shownCharacters = 512;

/** A value as KMS's validation messages show it; a blob by its length alone, and a sensitive one not at all. */
function shown(field: Field, value: unknown): string {
  if (field.type === 'blob' && field.sensitive === true) return 'Value';
  if (Buffer.isBuffer(value))
    return `Value 'java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]'`;
  const text = Array.isArray(value) ? `[${value.length} members]` : String(value);
  return `Value '${text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text}'`;
}

/** A field that breaks a constraint of the API model. */
export interface Violation {
  /** As KMS spells it, such as `tags.1.member.tagKey`. */
  readonly path: string;
  /** `Value … at … failed to satisfy constraint: …` */
  readonly text: string;
}

/** Reads values by their fields and notes each breach. */
class Reader {
  readonly violations: Violation[] = [];

  #note(what: string, path: string, rule: string | undefined): void {
    if (rule !== undefined)
      this.violations.push({ path, text: `${what} at '${path}' failed to satisfy constraint: ${rule}` });
  }

  structure(shape: Shape, body: Record<string, unknown>, path = ''): Record<string, unknown> {
    const request: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(shape)) {
      const at = `${path}${lowerFirst(name)}`;
      const given = Object.hasOwn(body, name) ? body[name] : undefined;
      if (given !== undefined && given !== null) request[name] = this.#value(field, given, name, at);
      else if (field.required === true) this.#note('Value null', at, 'Member must not be null');
    }
    return request;
  }

  /** The value in its JavaScript type. @throws KmsException `SerializationException` where the JSON type is another */
  #value(field: Field, value: unknown, name: string, path: string): unknown {
    switch (field.type) {
      case 'blob': {
        const bytes = decodeBlob(name, value);
        this.#note(shown(field, bytes), path, lengthRule(bytes.length, field.min, field.max));
        return bytes;
      }
      case 'integer':
        if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongType(name, 'an integer');
        if (value < field.min)
          this.#note(
            shown(field, value),
            path,
            `Member must have value greater than or equal to ${field.min}`,
          );
        if (value > field.max)
          this.#note(shown(field, value), path, `Member must have value less than or equal to ${field.max}`);
        return value;
      case 'timestamp':
        if (typeof value !== 'number' || !Number.isFinite(value))
          throw wrongType(name, 'a number of seconds since 1970');
        return value;
      case 'boolean':
        if (typeof value !== 'boolean') throw wrongType(name, 'a boolean');
        return value;
      case 'string':
        if (typeof value !== 'string') throw wrongType(name, 'a string');
        this.#note(shown(field, value), path, brokenString(field, value));
        return value;
      case 'list':
        return this.#list(field, value, name, path);
      case 'map':
        if (!isObject(value) || !Object.values(value).every((one) => typeof one === 'string'))
          throw wrongType(name, 'a map of strings');
        return value;
      case 'structure':
        if (!isObject(value)) throw wrongType(name, 'an object');
        return this.structure(field.fields, value, `${path}.`);
      default:
        return field satisfies never;
    }
  }

  #list(field: Field & { readonly type: 'list' }, value: unknown, name: string, path: string): unknown {
    if (!Array.isArray(value)) throw wrongType(name, 'a list');
    this.#note(shown(field, value), path, lengthRule(value.length, undefined, field.max));
    const { of: member } = field;
    if (member.type !== 'string')
      return value.map((one, i) => this.#value(member, one, name, `${path}.${i + 1}.member`));
    const texts = value.map((one) => {
      if (typeof one !== 'string') throw wrongType(name, 'a list of strings');
      return one;
    });
    const rule = texts.map((text) => brokenString(member, text)).find((broken) => broken !== undefined);
    if (rule !== undefined)
      this.#note(
        `Value '[${texts.join(', ').slice(0, shownCharacters)}]'`,
        path,
        `Member must satisfy constraint: [${rule}]`,
      );
    return texts;
  }
}

export interface Checked<S extends Shape> {
  readonly request: Request<S>;
  readonly violations: readonly Violation[];
}

/**
 * Reads a request body by the operation's shape. Unknown fields are passed over, as AWS's services do.
 * @throws KmsException `SerializationException` where a field has another JSON type
 */
export function check<S extends Shape>(shape: S, body: object): Checked<S> {
  const reader = new Reader();
  const request = reader.structure(shape, body as Record<string, unknown>);
  return { request: request as Request<S>, violations: reader.violations };
}

/** KMS's sentence for one or more violations. */
export function validationText(violations: readonly Violation[]): string {
  const texts = violations.map(({ text }) => text);
  return `${texts.length} validation error${texts.length === 1 ? '' : 's'} detected: ${texts.join('; ')}`;
}
