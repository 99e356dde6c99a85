import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { devicePage } from '../../src/report/device-page.ts';
import { deviceNames, deviceRow } from '../../src/tables/devices/index.ts';

it('docs/devices.md is what the device table gives (npm run docs writes it)', () => {
  expect(readFileSync(new URL('../../docs/devices.md', import.meta.url), 'utf8')).toBe(devicePage());
});

it.each(deviceNames)(
  'the page has a section on %s that names the command which prints its commands',
  (name) => {
    const section = devicePage()
      .split('\n### ')
      .find((text) => text.startsWith(deviceRow(name).title + '\n'));
    expect(section).toContain(`kms-keywrap recipe --device ${name}`);
  },
);
