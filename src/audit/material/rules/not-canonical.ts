import { finding } from '../../finding.ts';
import { describeDeparture } from '../words/der.ts';
import type { MaterialRule } from './rule.ts';

/** BER that is not DER. What BER does not allow either is a fault of the grammar. */
export const notCanonical: MaterialRule = ({ structure, der, lengths, misfits = [] }) => {
  if (!structure || structure !== der.structure || lengths) return undefined;
  const departures = der.departures.filter(({ offset }) =>
    misfits.every((misfit) => misfit.offset !== offset),
  );
  const [first] = departures;
  if (!first) return undefined;
  const more = departures.length > 1 ? ` (and ${departures.length - 1} more)` : '';
  return finding('der-not-canonical', 'material', {
    expected: 'DER',
    found: `${describeDeparture(first.kind)}, offset ${first.offset}${more}`,
  });
};
