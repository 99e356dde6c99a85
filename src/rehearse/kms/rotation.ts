import { KmsException } from '../model/exceptions.ts';
import type { KeyRecord, MaterialRecord } from '../state/records.ts';
import type { Call } from './call.ts';
import type { Found } from './find-key.ts';
import { existsIn, isHeld } from './key-state.ts';

/** Rotations on demand of one KMS key (AWS KMS API Reference, RotateKeyOnDemand). */
export const onDemandLimit = 25;

/** @throws KmsException `UnsupportedOperationException`: only symmetric encryption keys rotate */
export function requireRotatable({ key }: Found): void {
  if (key.keySpec !== 'SYMMETRIC_DEFAULT')
    throw new KmsException('UnsupportedOperationException', {
      detail: `Only symmetric encryption keys rotate, and this is ${key.keySpec}.`,
    });
}

/** @throws KmsException `UnsupportedOperationException`: KMS rotates by itself only what it generated itself */
export function requireOwnMaterial({ key, arn }: Found): void {
  if (key.origin !== 'AWS_KMS')
    throw new KmsException('UnsupportedOperationException', {
      text: `${arn} origin is ${key.origin} which is not valid for this operation.`,
      detail: 'Imported key material rotates on demand alone.',
    });
}

/** @throws KmsException `UnsupportedOperationException` */
export function requirePrimary({ place }: Call, { key, arn }: Found): void {
  if (!key.multiRegion || key.primaryRegion === place.region) return;
  throw new KmsException('UnsupportedOperationException', {
    text: `${arn} is not a multi-region primary key.`,
  });
}

/** Regions of the key that do not hold a key material. */
export function regionsWithout(key: KeyRecord, { id }: MaterialRecord, now: number): readonly string[] {
  return Object.keys(key.regions).filter(
    (region) => existsIn(key, region, now) && !isHeld(key.regions[region]?.held[id], now),
  );
}
