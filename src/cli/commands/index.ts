import type { CommandEntry } from '../options/command.ts';

/** Every command, in the order of the help text. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'generate',
    usage: 'generate <key-spec>',
    summary: 'make key material with the documented openssl pipeline',
    load: () => import('./generate.ts'),
  },
  {
    name: 'wrap',
    usage: 'wrap',
    summary: 'encrypt key material under a wrapping public key',
    load: () => import('./wrap.ts'),
  },
  {
    name: 'unwrap',
    usage: 'unwrap',
    summary: 'decrypt a blob with a test private key',
    load: () => import('./unwrap.ts'),
  },
  {
    name: 'verify',
    usage: 'verify',
    summary: 'run and cross-check every combination on this machine',
    load: () => import('./verify.ts'),
  },
  {
    name: 'audit',
    usage: 'audit [blob..]',
    summary: 'name what is wrong with a wrapped export',
    threads: async (argv) =>
      argv.some((word) => word.startsWith('--manifest'))
        ? (await import('../work/batch-threads.ts')).threadsFor(argv)
        : undefined,
    load: () => import('./audit.ts'),
  },
  {
    name: 'lint',
    usage: 'lint <file>',
    summary: 'name what is wrong with plaintext key material, before it is wrapped',
    load: () => import('./lint.ts'),
  },
  {
    name: 'convert',
    usage: 'convert <file>',
    summary: 'turn what there is into the bytes that KMS imports',
    load: () => import('./convert.ts'),
  },
  {
    name: 'recipe',
    usage: 'recipe [key-spec]',
    summary: 'print the openssl commands, ready to paste',
    load: () => import('./recipe.ts'),
  },
  {
    name: 'support',
    usage: 'support [key-spec]',
    summary: 'what KMS supports, and why not the rest',
    load: () => import('./support.ts'),
  },
  {
    name: 'golden',
    usage: 'golden',
    summary: "run the package's golden vectors on this machine",
    load: () => import('./golden.ts'),
  },
  {
    name: 'conform',
    usage: 'conform',
    summary: 'run any unwrapper or wrapper over the vectors and every fault',
    load: () => import('./conform.ts'),
  },
  {
    name: 'fixtures',
    usage: 'fixtures',
    summary: 'make a folder of test blobs, sound and faulty, from a seed',
    load: () => import('./fixtures.ts'),
  },
  {
    name: 'doctor',
    usage: 'doctor',
    summary: "what this machine's openssl and node can and cannot do",
    load: () => import('./doctor.ts'),
  },
  {
    name: 'findings',
    usage: 'findings [id]',
    summary: 'the catalogue of what audit and lint name, or one entry of it',
    load: () => import('./findings.ts'),
  },
  {
    name: 'explain',
    usage: 'explain [text]',
    summary: 'what makes a service refuse an import with these words',
    load: () => import('./explain.ts'),
  },
  {
    name: 'bundle',
    usage: 'bundle <action> <folder>',
    summary: 'check an import bundle, or make one around the blob of an HSM',
    load: () => import('./bundle.ts'),
  },
  {
    name: 'completion',
    usage: 'completion <shell>',
    summary: 'print a completion script for bash, zsh or fish',
    load: () => import('./completion.ts'),
  },
  {
    name: 'rehearse',
    usage: 'rehearse',
    summary: 'a local KMS endpoint that says why it refuses an import',
    load: () => import('./rehearse.ts'),
  },
];
