import { KmsException } from '../model/exceptions.ts';
import type { HeldMaterial, KeyRecord, MaterialRecord } from '../state/records.ts';

const dayMs = 24 * 60 * 60 * 1000;

export type KeyState =
  'Enabled' | 'Disabled' | 'PendingImport' | 'PendingDeletion' | 'PendingReplicaDeletion';

/** Whether a Region's key material can be used: neither deleted nor past its ValidTo. */
export function isHeld(
  held: HeldMaterial | undefined,
  now: number,
): held is HeldMaterial & { bytes: string } {
  return held?.bytes !== undefined && (held.validTo === undefined || held.validTo > now);
}

/** Key materials that are permanently associated with the key: a pending one is not. */
export function associated(key: KeyRecord): readonly MaterialRecord[] {
  return key.materials.filter(({ role }) => role !== 'pending-rotation');
}

const otherRegions = (key: KeyRecord, region: string) =>
  Object.keys(key.regions).filter((name) => name !== region);

/**
 * When the key is deleted in a Region. The waiting period of a primary key begins when its last replica is deleted, and
 * until then there is no date (AWS KMS Developer Guide, "Delete multi-Region keys").
 */
export function deletionDate(key: KeyRecord, region: string, now: number): number | undefined {
  const { deletion } = key.regions[region] ?? {};
  if (deletion === undefined) return undefined;
  let start = deletion.since;
  if (region === key.primaryRegion)
    for (const replica of otherRegions(key, region)) {
      const date = deletionDate(key, replica, now);
      if (date === undefined || date > now) return undefined;
      start = Math.max(start, date);
    }
  return start + deletion.days * dayMs;
}

/** Whether the key exists in a Region. */
export function existsIn(key: KeyRecord, region: string, now: number): boolean {
  if (key.regions[region] === undefined) return false;
  const date = deletionDate(key, region, now);
  return date === undefined || date > now;
}

/** Enabled needs every permanently associated material (AWS KMS API Reference, ImportKeyMaterial). */
export function keyState(key: KeyRecord, region: string, now: number): KeyState {
  const here = key.regions[region];
  if (here?.deletion !== undefined)
    return deletionDate(key, region, now) === undefined ? 'PendingReplicaDeletion' : 'PendingDeletion';
  const materials = associated(key);
  if (materials.length === 0 || !materials.every(({ id }) => isHeld(here?.held[id], now)))
    return 'PendingImport';
  return here?.disabled === true ? 'Disabled' : 'Enabled';
}

/** Which states an operation takes (AWS KMS Developer Guide, "Key states of AWS KMS keys"). */
export const statesFor = {
  /** Cryptographic operations, grants, rotations, replicas. */
  use: ['Enabled'],
  enableOrDisable: ['Enabled', 'Disabled'],
  change: ['Enabled', 'Disabled', 'PendingImport'],
  cancelDeletion: ['PendingDeletion', 'PendingReplicaDeletion'],
} as const satisfies Record<string, readonly KeyState[]>;

const stateText = {
  Enabled: 'is enabled.',
  Disabled: 'is disabled.',
  PendingImport: 'is pending import.',
  PendingDeletion: 'is pending deletion.',
  PendingReplicaDeletion: 'is pending replica deletion.',
} as const satisfies Record<KeyState, string>;

/** @throws KmsException `DisabledException`, `KMSInvalidStateException` */
export function requireState(arn: string, state: KeyState, allowed: readonly KeyState[]): void {
  if (allowed.includes(state)) return;
  if (allowed === statesFor.cancelDeletion)
    throw new KmsException('KMSInvalidStateException', { text: `${arn} is not pending deletion.` });
  const type = state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException';
  throw new KmsException(type, { text: `${arn} ${stateText[state]}` });
}
