import { randomBytes } from 'node:crypto';
import type { Journal } from './journal.ts';
import type { KeyRecord, TokenRecord } from './records.ts';

/** One change of the state. */
export type Change =
  | { readonly put: 'key'; readonly value: KeyRecord }
  | { readonly put: 'token'; readonly value: TokenRecord }
  | { readonly drop: 'key' | 'token'; readonly id: string };

/** What a transaction wants: the changes to make, and the answer once they are safe. */
export interface Outcome<T> {
  readonly changes: readonly Change[];
  readonly answer: T;
}

/** Limits that keep memory bounded whatever the clients do. */
export const storeLimits = { keys: 10_000, tokens: 2_000 } as const;

/** The endpoint's state: keys and import tokens, in memory, and in a journal when there is one. */
export class Store {
  readonly keys = new Map<string, KeyRecord>();
  /** Oldest first. */
  readonly tokens = new Map<string, TokenRecord>();
  /** Authenticates import tokens. */
  readonly secret: Buffer;
  readonly #journal: Journal | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(secret: Buffer = randomBytes(32), journal?: Journal) {
    this.secret = secret;
    this.#journal = journal;
  }

  /** Makes a change in memory only: for what a journal already holds. */
  apply(change: Change): void {
    if ('drop' in change) (change.drop === 'key' ? this.keys : this.tokens).delete(change.id);
    else if (change.put === 'key') this.keys.set(change.value.id, change.value);
    else this.tokens.set(change.value.id, change.value);
  }

  /** The state as changes to an empty store. */
  *snapshot(): Generator<Change> {
    for (const value of this.keys.values()) yield { put: 'key', value };
    for (const value of this.tokens.values()) yield { put: 'token', value };
  }

  /**
   * Decides and changes in one piece: no other transaction runs between. The answer comes after the changes are on
   * disk; when they cannot be written, nothing has changed.
   */
  async transact<T>(decide: () => Outcome<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      const { changes, answer } = decide();
      if (changes.length > 0) await this.#journal?.append(changes);
      for (const change of changes) this.apply(change);
      if (changes.length > 0) await this.#journal?.compactIfDue(this);
      return answer;
    });
    this.#turn = turn.catch(() => undefined);
    return await turn;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#journal?.close();
  }
}
