import { knownKey } from '../../../tables/known-keys.ts';
import { sources } from '../../../tables/sources.ts';
import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** A key whose private half is published. */
export const known: MaterialRule = ({ fingerprint }) => {
  const key = fingerprint === undefined ? undefined : knownKey(fingerprint);
  return (
    key && finding('material-known', 'material', { found: `${key.name} (${sources[key.source].title})` })
  );
};
