import { toXml } from 'xast-util-to-xml';

/** A tree as XML. `]]>` must not stand in character data (XML 1.0 section 2.4), which the serializer leaves to its caller. */
export const xml = (tree: Parameters<typeof toXml>[0]) => toXml(tree).replaceAll(']]>', ']]&gt;');
