import { named, namesOf } from '../named.ts';
import { cloudhsmCli, cloudhsmKmu, cloudhsmPkcs11 } from './cloudhsm.ts';
import type { DeviceFacts } from './device.ts';
import { luna } from './luna.ts';
import { nss } from './nss.ts';
import { opencryptoki } from './opencryptoki.ts';
import { softhsm2 } from './softhsm2.ts';
import { yubihsm } from './yubihsm.ts';

/** Devices that keys are exported from, by the name that `recipe --device` has for them. */
const devices = named({
  'softhsm2': softhsm2,
  'nss': nss,
  'opencryptoki': opencryptoki,
  'cloudhsm-cli': cloudhsmCli,
  'cloudhsm-pkcs11': cloudhsmPkcs11,
  'cloudhsm-kmu': cloudhsmKmu,
  'luna': luna,
  'yubihsm': yubihsm,
} as const satisfies Record<string, DeviceFacts>);

export type Device = keyof typeof devices;
export const deviceNames = namesOf(devices);

export interface DeviceRow extends DeviceFacts {
  readonly name: Device;
}

export const deviceRow = (name: Device): DeviceRow => devices[name];
