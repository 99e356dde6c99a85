import { KmsException } from '../model/exceptions.ts';
import type { Tag } from '../state/records.ts';

/** On one KMS key (AWS KMS Developer Guide, "Tags in AWS KMS"). */
const maxTags = 50;

/** @throws KmsException `TagException` for a request's tags */
export function requireTags(tags: readonly Tag[]): void {
  if (tags.some(({ TagKey }) => /^aws:/i.test(TagKey)))
    throw new KmsException('TagException', { text: 'Tags beginning with aws: are reserved' });
  if (new Set(tags.map(({ TagKey }) => TagKey)).size < tags.length)
    throw new KmsException('TagException', { text: 'Duplicate tag keys' });
  if (tags.length > maxTags) throw new KmsException('TagException', { text: 'Too many tags' });
}

/** A key's tags with others set. @throws KmsException `TagException` */
export function withTags(there: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  requireTags(added);
  const values = new Map([...there, ...added].map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  const tags = Array.from(values, ([TagKey, TagValue]) => ({ TagKey, TagValue }));
  if (tags.length > maxTags) throw new KmsException('TagException', { text: 'Too many tags' });
  return tags;
}
