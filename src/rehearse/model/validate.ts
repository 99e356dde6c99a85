import { KmsException } from './exceptions.ts';
import { shapes, type Field, type OperationName, type Request, type Shape } from './shapes.ts';

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

/** The value in its JavaScript type. @throws KmsException `SerializationException` where the JSON type is another. */
function decode(name: string, field: Field, value: unknown): unknown {
  switch (field.type) {
    case 'blob':
      return decodeBlob(name, value);
    case 'integer':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongType(name, 'an integer');
      return value;
    case 'timestamp':
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw wrongType(name, 'a number of seconds since 1970');
      return value;
    case 'structures':
      if (!Array.isArray(value)) throw wrongType(name, 'a list');
      return value;
    case 'list':
      if (!Array.isArray(value) || value.some((member) => typeof member !== 'string'))
        throw wrongType(name, 'a list of strings');
      return value;
    case 'string':
    case 'boolean':
      if (typeof value !== field.type) throw wrongType(name, `a ${field.type}`);
      return value;
    default:
      return field satisfies never;
  }
}

const lengthRule = (length: number, min: number | undefined, max: number | undefined) => {
  if (min !== undefined && length < min) return `Member must have length greater than or equal to ${min}`;
  if (max !== undefined && length > max) return `Member must have length less than or equal to ${max}`;
  return undefined;
};

/** The first constraint that a decoded value breaks, in KMS's words. */
function broken(field: Field, value: unknown): string | undefined {
  switch (field.type) {
    case 'blob':
      return lengthRule((value as Buffer).length, field.min, field.max);
    case 'list': {
      const members = value as string[];
      const odd = members.find((member) => lengthRule(member.length, field.min, field.max) !== undefined);
      if (odd === undefined) return lengthRule(members.length, undefined, field.count);
      return `Member must satisfy constraint: [${lengthRule(odd.length, field.min, field.max)}]`;
    }
    case 'integer':
      if ((value as number) < field.min)
        return `Member must have value greater than or equal to ${field.min}`;
      if ((value as number) > field.max) return `Member must have value less than or equal to ${field.max}`;
      return undefined;
    case 'string': {
      const text = value as string;
      if (field.values !== undefined && !field.values.includes(text))
        return `Member must satisfy enum value set: [${field.values.join(', ')}]`;
      const length = lengthRule(text.length, field.min, field.max);
      if (length !== undefined) return length;
      if (field.pattern !== undefined && text !== '' && !field.pattern.test(text))
        return `Member must satisfy regular expression pattern: ${field.pattern.source}`;
      return undefined;
    }
    case 'timestamp':
    case 'boolean':
    case 'structures':
      return undefined;
    default:
      return field satisfies never;
  }
}

/** A value as KMS's validation messages show it; a blob by its length alone, as KMS does. */
function shown(value: unknown): string {
  if (Buffer.isBuffer(value))
    return `'java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]'`;
  const text = Array.isArray(value) ? `[${value.length} members]` : String(value);
  return `'${text.length > 256 ? `${text.slice(0, 256)}…` : text}'`;
}

export interface Checked<O extends OperationName> {
  readonly request: Request<O>;
  /** One `Value … at … failed to satisfy constraint: …` for each field at fault. */
  readonly violations: readonly string[];
}

/**
 * Reads a request body by the operation's shape. Unknown fields are passed over, as AWS's services do.
 * @throws KmsException `SerializationException` where a field has another JSON type
 */
export function check<O extends OperationName>(operation: O, body: object): Checked<O> {
  const request: Record<string, unknown> = {};
  const violations: string[] = [];
  for (const [name, field] of Object.entries<Field>(shapes[operation] as Shape)) {
    const given = Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined;
    if (given === undefined || given === null) {
      if (field.required === true)
        violations.push(
          `Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
        );
      continue;
    }
    const value = decode(name, field, given);
    const rule = broken(field, value);
    if (rule !== undefined)
      violations.push(`Value ${shown(value)} at '${lowerFirst(name)}' failed to satisfy constraint: ${rule}`);
    request[name] = value;
  }
  return { request: request as Request<O>, violations };
}

/** KMS's sentence for one or more violations. */
export function validationText(violations: readonly string[]): string {
  return `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`;
}
