import type { Engine } from '../../api/engine.ts';
import type { Context } from '../options/command.ts';

/** Says where plaintext lay while openssl worked, where that was not in memory. */
export async function sayDisk(engine: Engine, { terminal }: Context): Promise<void> {
  if (engine !== 'openssl') return;
  const { memoryFolder, workspaceBase } = await import('../../run/workspace.ts');
  const base = workspaceBase();
  if (base === memoryFolder) return;
  terminal.say(
    'note',
    `this system has no file system in memory at ${memoryFolder}: while openssl worked, key material lay in files below ${base}, which are removed; --engine node writes none`,
  );
}
