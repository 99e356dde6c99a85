import { KmsException } from '../model/exceptions.ts';
import type { Request } from '../model/shapes.ts';
import { validationText } from '../model/validate.ts';

/** Characters (AWS KMS API Reference, CreateKey, `Policy`, which names the exception too). */
const maxPolicyLength = 131_072;
/** Tags on one KMS key (AWS KMS Developer Guide, "Tags in AWS KMS"). */
const maxTags = 50;

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function requirePolicy(policy: string): void {
  if (policy.length > maxPolicyLength)
    throw new KmsException('LimitExceededException', {
      detail: `A key policy has at most ${maxPolicyLength} characters.`,
    });
  if (!isJsonObject(policy))
    throw new KmsException('MalformedPolicyDocumentException', {
      detail: 'The key policy is not a JSON object. A rehearsal looks no further into it.',
    });
}

/** The first constraint that a member of a tag breaks. */
function brokenMember(tag: unknown, name: string, min: number, max: number): string | undefined {
  const value =
    typeof tag === 'object' && tag !== null && Object.hasOwn(tag, name)
      ? (tag as Record<string, unknown>)[name]
      : null;
  if (value === null) return 'Member must not be null';
  if (typeof value !== 'string')
    throw new KmsException('SerializationException', { detail: `${name} is not a string.` });
  if (value.length < min) return `Member must have length greater than or equal to ${min}`;
  return value.length > max ? `Member must have length less than or equal to ${max}` : undefined;
}

function requireTags(tags: readonly unknown[]): void {
  const violations = tags.flatMap((tag, index) =>
    (
      [
        ['TagKey', 1, 128],
        ['TagValue', 0, 256],
      ] as const
    ).flatMap(([name, min, max]) => {
      const rule = brokenMember(tag, name, min, max);
      return rule === undefined
        ? []
        : [`Value at 'tags.${index + 1}.member.t${name.slice(1)}' failed to satisfy constraint: ${rule}`];
    }),
  );
  if (violations.length > 0)
    throw new KmsException('ValidationException', { text: validationText(violations) });
  const reserved = tags.find((tag) => /^aws:/i.test((tag as { TagKey: string }).TagKey));
  if (reserved !== undefined || tags.length > maxTags)
    throw new KmsException('TagException', {
      detail:
        reserved === undefined
          ? `A KMS key has at most ${maxTags} tags.`
          : 'Tag keys that begin with aws: are reserved.',
      undocumented: 'which tags KMS gives this exception for',
    });
}

/**
 * The parts of CreateKey that a rehearsal looks at and then forgets.
 * @throws KmsException
 */
export function requireExtras(request: Request<'CreateKey'>): void {
  if (request.Policy !== undefined) requirePolicy(request.Policy);
  if (request.Tags !== undefined) requireTags(request.Tags);
  if (request.XksKeyId !== undefined && request.Origin !== 'EXTERNAL_KEY_STORE')
    throw new KmsException('ValidationException', {
      detail: 'XksKeyId is for keys of Origin EXTERNAL_KEY_STORE alone.',
      undocumented: 'which exception KMS gives for it',
    });
}
