/** The rows of a table, each with the name under which it stands there. */
type Named<Rows> = { readonly [Name in keyof Rows]: Rows[Name] & { readonly name: Name } };

/** Gives each row of a table its name, so that a row alone can be handed on. */
export function named<const Rows extends Readonly<Record<string, object>>>(rows: Rows): Named<Rows> {
  const entries = Object.entries(rows).map(([name, row]) => [name, { name, ...row }] as const);
  // Object.fromEntries forgets the names; here, and in tableOf, its type is told what it makes.
  return Object.fromEntries(entries) as Named<Rows>;
}

/** A table with an entry for each item. */
export const tableOf = <Item, Name extends string, Row>(
  items: readonly Item[],
  entry: (item: Item) => readonly [Name, Row],
): Readonly<Record<Name, Row>> => Object.fromEntries(items.map(entry)) as Record<Name, Row>;

/** The names of a table in its order; `Object.keys` forgets their type. */
export const namesOf = <Name extends string>(rows: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(rows) as Name[];
