// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two tries. */
const patience = 100;

/** @param {string} path */
function holder(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function runs(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Whether the lock was taken. One whose process is gone is taken over at the next try.
 * @param {string} path
 */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    const pid = holder(path);
    // Empty for a moment while its holder writes it.
    if (pid !== undefined && pid > 0 && !runs(pid)) rmSync(path, { force: true });
    return false;
  }
}

/**
 * Runs `work` while no other process runs something under the same lock: a file that holds the number of its process.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  while (!take(path)) await pause(patience);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
