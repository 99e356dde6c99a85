/** The rows of a table, each with the name under which it stands there. */
type Named<Rows> = { readonly [Name in keyof Rows]: Rows[Name] & { readonly name: Name } };

/** Gives each row of a table its name, so that a row alone can be handed on. */
export function named<const Rows extends Readonly<Record<string, object>>>(rows: Rows): Named<Rows> {
  const entries = Object.entries(rows).map(([name, row]) => [name, { name, ...row }] as const);
  // The one place where the type of Object.fromEntries, which forgets the keys, is told what it makes.
  return Object.fromEntries(entries) as Named<Rows>;
}

/** The names of a table in its order; `Object.keys` forgets their type. */
export const namesOf = <Name extends string>(rows: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(rows) as Name[];
