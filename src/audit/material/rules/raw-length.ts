import { finding } from '../../finding.ts';
import { throughText } from '../facts/mangled.ts';
import type { MaterialRule } from './rule.ts';

/** Length of raw material. HMAC keys may be longer by one of the two documents, unless they grew in a text pipe. */
export const rawLength: MaterialRule = ({ raw, lengths, context }) => {
  if (!raw || !lengths || raw.length === lengths.due) return undefined;
  const expected = `${lengths.due} bytes`;
  const found = `${raw.length} bytes`;
  const mangled = throughText(raw);
  if (raw.length > lengths.due && raw.length <= lengths.longest && mangled === '')
    return finding('hmac-longer', 'material', { expected, found });
  const otherPartition = context.keySpec === 'SYMMETRIC_DEFAULT' && (raw.length === 16 || raw.length === 32);
  const where = context.partition === 'aws' ? 'China Regions (aws-cn)' : 'the partition aws';
  return finding('material-length', 'material', {
    expected,
    found: `${found}${otherPartition ? `, as in ${where}` : ''}${mangled}`,
  });
};
