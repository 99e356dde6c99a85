import type { Terminal } from './terminal.ts';

/** Counts what has ended: a live line on a terminal, a plain line for each tenth elsewhere. All of it on stderr. */
export interface Progress {
  step(total: number, outcome: string): void;
  end(): void;
}

export function progressOf(name: string, terminal: Terminal): Progress {
  const counts = new Map<string, number>();
  let done = 0;
  const text = (total: number) => {
    const detail = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    return `${name}: ${done} of ${total} (${detail})`;
  };
  return {
    step: (total, outcome) => {
      done += 1;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      if (terminal.progress) terminal.draw(text(total).slice(0, terminal.stderrColumns - 1));
      else if (Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total))
        terminal.say('note', text(total));
    },
    end: () => terminal.draw(''),
  };
}
