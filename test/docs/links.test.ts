import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { lexer, walkTokens, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/build/inputs.mjs';

/** Every page of the repository that a reader may open, by its path in it. */
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'golden/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const read = (page: string) => readFileSync(join(root, page), 'utf8');

function tokens(text: string): Token[] {
  const all: Token[] = [];
  void walkTokens(lexer(text), (token) => {
    all.push(token);
  });
  return all;
}

const linksOf = (page: string) =>
  tokens(read(page)).flatMap((token) =>
    token.type === 'link' || token.type === 'image' ? [String(token['href'])] : [],
  );

/** The fragment that GitHub gives a heading. */
const fragment = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const fragmentsOf = (page: string) =>
  tokens(read(page)).flatMap((token) => (token.type === 'heading' ? [fragment(String(token['text']))] : []));

const isRelative = (link: string) => !/^[a-z]+:/.test(link);

/** Where a link of a page leads: a path in the repository, and the fragment. */
function target(page: string, link: string): { path: string; hash: string } {
  const [path = '', hash = ''] = link.split('#');
  return { path: path === '' ? page : relative(root, join(root, dirname(page), path)), hash };
}

/** Whether npm packs it. */
const isPacked = (path: string) =>
  ['README.md', 'package.json', 'LICENSE'].includes(path) ||
  packageJson.files.some((listed) => path === listed || path.startsWith(`${listed}/`));

describe.each(pages)('%s', (page) => {
  const links = linksOf(page).filter(isRelative);

  it('links to files that are there, and to headings that they have', () => {
    const dead = links.filter((link) => {
      const { path, hash } = target(page, link);
      if (!existsSync(join(root, path)) || statSync(join(root, path)).isDirectory()) return true;
      return hash !== '' && !fragmentsOf(path).includes(hash);
    });
    expect(dead).toEqual([]);
  });

  it.runIf(isPacked(page))('is packed, and so is everything that it links to', () => {
    expect(links.filter((link) => !isPacked(target(page, link).path))).toEqual([]);
  });
});

it('there are links to follow', () => {
  expect(linksOf('README.md').filter(isRelative).length).toBeGreaterThan(10);
});
