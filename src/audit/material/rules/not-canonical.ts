import { finding } from '../../finding.ts';
import { describeDeparture } from '../words/der.ts';
import type { MaterialRule } from './rule.ts';

export const notCanonical: MaterialRule = ({ structure, der, lengths }) => {
  const [first] = der.departures;
  if (!structure || structure !== der.structure || lengths || !first) return undefined;
  const more = der.departures.length > 1 ? ` (and ${der.departures.length - 1} more)` : '';
  return finding('der-not-canonical', 'material', {
    expected: 'DER',
    found: `${describeDeparture(first.kind)}, offset ${first.offset}${more}`,
  });
};
