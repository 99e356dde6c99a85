import { randomBytes } from 'node:crypto';
import type { StateFolder } from './folder.ts';
import type { AliasRecord, Change, KeyRecord } from './records.ts';

/** What a transaction wants: the changes to make, and the answer once they are safe. */
export interface Outcome<T> {
  /** Each is whole or not at all; a kill may come between two of them. */
  readonly changes: readonly Change[];
  readonly answer: T;
}

/** Limits that keep memory bounded whatever the clients do. */
export const storeLimits = { keys: 10_000, aliases: 10_000, tokensOfKey: 10, grantsOfKey: 100 } as const;

/** The endpoint's state: keys and aliases, in memory, and in a folder when there is one. */
export class Store {
  readonly keys = new Map<string, KeyRecord>();
  readonly aliases = new Map<string, AliasRecord>();
  /** Authenticates import tokens and grant tokens. */
  readonly secret: Buffer;
  readonly #folder: StateFolder | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder?: StateFolder) {
    this.secret = folder?.secret ?? randomBytes(32);
    this.#folder = folder;
    for (const change of folder?.found ?? []) this.#apply(change);
  }

  #apply(change: Change): void {
    if ('drop' in change) (change.drop === 'key' ? this.keys : this.aliases).delete(change.id);
    else if (change.put === 'key') this.keys.set(change.value.id, change.value);
    else this.aliases.set(change.value.id, change.value);
  }

  /**
   * Decides and changes in one piece: no other transaction runs between. The answer comes after the changes are on
   * disk; a change that cannot be written has not happened.
   */
  async transact<T>(decide: () => Outcome<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      const { changes, answer } = decide();
      for (const change of changes) {
        await this.#folder?.write(change);
        this.#apply(change);
      }
      return answer;
    });
    this.#turn = turn.catch(() => undefined);
    return await turn;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#folder?.release();
  }
}
