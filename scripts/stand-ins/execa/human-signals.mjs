// @ts-check
// For human-signals in execa, which describes a signal in messages that are not shown.
import { constants } from 'node:os';

export const signalsByName = Object.fromEntries(
  Object.entries(constants.signals).map(([name, number]) => [name, { name, number, description: name }]),
);
