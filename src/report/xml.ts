import { toXml } from 'xast-util-to-xml';

type Tree = Parameters<typeof toXml>[0];

/** `]]>` must not stand in character data (XML 1.0 section 2.4), which the serializer leaves to its caller. */
const text = (tree: Tree, closeEmptyElements: boolean) =>
  toXml(tree, { closeEmptyElements }).replaceAll(']]>', ']]&gt;');

/** A tree as XML, an element without content as a single tag. */
export const xml = (tree: Tree) => text(tree, true);

/** A tree as HTML, where `<td/>` would stay open: an element without content as two tags. */
export const markup = (tree: Tree) => text(tree, false);
