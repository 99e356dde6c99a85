import { finding } from '../finding.ts';
import type { MaterialRule } from './rule.ts';

/** Length of raw material; HMAC keys may be longer by one of the two documents. */
export const rawLength: MaterialRule = ({ raw, lengths, context }) => {
  if (!raw || !lengths || raw.length === lengths.due) return undefined;
  const detail = { expected: `${lengths.due} bytes`, found: `${raw.length} bytes` };
  if (raw.length > lengths.due && raw.length <= lengths.longest)
    return finding('hmac-longer', 'material', detail);
  const otherPartition = context.keySpec === 'SYMMETRIC_DEFAULT' && (raw.length === 16 || raw.length === 32);
  const where = context.partition === 'aws' ? 'China Regions (aws-cn)' : 'the partition aws';
  return finding('material-length', 'material', {
    ...detail,
    found: otherPartition ? `${detail.found}, as in ${where}` : detail.found,
  });
};
