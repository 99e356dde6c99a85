import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { kmsKeywrap, Place } from './cli/command.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const place = new Place();
afterAll(() => place.remove());

/** The code block under a heading. */
function block(heading: string): string {
  const [, text = ''] = new RegExp(`## ${heading}\\n(?:.*\\n)*?\`\`\`\\n([^\`]*)\`\`\``).exec(readme) ?? [];
  return text;
}

describe('README', () => {
  it('has an example that runs as it stands', async () => {
    const script = block('Generate, wrap, unwrap');
    expect(script.match(/^kms-keywrap (generate|wrap|unwrap) /gm)).toHaveLength(3);
    place.mkdir('bin');
    symlinkSync(kmsKeywrap, place.path('bin/kms-keywrap'));
    const PATH = `${place.path('bin')}:${process.env['PATH'] ?? ''}`;
    await run('sh', ['-ec', script], { cwd: place.folder, env: { ...process.env, PATH } });
    expect(readFileSync(place.path('opened.der'))).toEqual(
      readFileSync(place.path('ECC_NIST_P384_PrivateKey.der')),
    );
  });

  it('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(root, link))).not.toThrow();
  });
});
