/** The part of cliui 9 that is used here; the package ships no types. */
declare module 'cliui' {
  interface Cell {
    text: string;
    width?: number;
    padding?: number[];
  }
  export default function cliui(options: { width: number; wrap?: boolean }): {
    div(...cells: Cell[]): void;
    toString(): string;
  };
}
