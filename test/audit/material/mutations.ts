import { readBer, type Tlv } from '../../../src/formats/der/tlv.ts';
import { der } from '../../../src/formats/der/write.ts';

/** An element that can be changed and written again. `nested`: an OCTET STRING that holds an element. */
interface Node {
  id: number;
  content: Buffer;
  children: Node[];
  nested: boolean;
}

function nodeOf(bytes: Buffer, { id, contentStart, contentEnd, children }: Tlv): Node {
  const content = bytes.subarray(contentStart, contentEnd);
  if (children.length > 0)
    return { id, content, children: children.map((child) => nodeOf(bytes, child)), nested: false };
  const inner = id === 0x04 && content[0] === 0x30 ? readBer(content) : undefined;
  if (inner?.root && !inner.failure && inner.root.end === content.length)
    return { id, content, children: [nodeOf(content, inner.root)], nested: true };
  return { id, content, children: [], nested: false };
}

const write = ({ id, content, children, nested }: Node): Buffer =>
  der(id, ...(nested || children.length > 0 ? children.map(write) : [content]));

const copy = (node: Node): Node => ({ ...node, children: node.children.map(copy) });

const leaf = (id: number, content: Buffer): Node => ({ id, content, children: [], nested: false });

/** Ways to change a node among its siblings; each leaves every other node as it is. */
const siblings: Readonly<Record<string, (all: Node[], at: number) => void>> = {
  'drop': (all, at) => void all.splice(at, 1),
  'double': (all, at) => void all.splice(at, 0, copy(all[at]!)),
  'exchange': (all, at) => void (at + 1 < all.length && all.splice(at, 2, all[at + 1]!, all[at]!)),
  'insert NULL after': (all, at) => void all.splice(at + 1, 0, leaf(0x05, Buffer.alloc(0))),
  'insert INTEGER after': (all, at) => void all.splice(at + 1, 0, leaf(0x02, Buffer.of(0))),
  'insert OCTET STRING after': (all, at) => void all.splice(at + 1, 0, leaf(0x04, Buffer.of(1))),
  'insert a long INTEGER after': (all, at) =>
    void all.splice(at + 1, 0, leaf(0x02, Buffer.alloc(1200, 0x41))),
  'insert [2] after': (all, at) => void all.splice(at + 1, 0, leaf(0x82, Buffer.of(1))),
  'wrap in SEQUENCE': (all, at) =>
    void all.splice(at, 1, { id: 0x30, content: Buffer.alloc(0), children: [all[at]!], nested: false }),
  'wrap in [0]': (all, at) =>
    void all.splice(at, 1, { id: 0xa0, content: Buffer.alloc(0), children: [all[at]!], nested: false }),
};

const flat = (node: Node): Buffer =>
  node.nested || node.children.length > 0 ? Buffer.concat(node.children.map(write)) : node.content;
function fill(node: Node, content: Buffer): void {
  node.content = content;
  node.children = [];
  node.nested = false;
}

/** Ways to change a node itself. */
const own: Readonly<Record<string, (node: Node) => void>> = {
  'other tag': (node) => void (node.id ^= 0x01),
  'tag of NULL': (node) => void (node.id = 0x05),
  'tag of OBJECT IDENTIFIER': (node) => void (node.id = 0x06),
  'other class': (node) => void (node.id ^= 0x40),
  'context class': (node) => void (node.id ^= 0x80),
  'constructed': (node) => void (node.id ^= 0x20),
  'extend': (node) => fill(node, Buffer.concat([flat(node), Buffer.of(0)])),
  'shorten': (node) => fill(node, flat(node).subarray(0, -1)),
  'empty': (node) => fill(node, Buffer.alloc(0)),
  'pad with 00': (node) => fill(node, Buffer.concat([Buffer.of(0), flat(node)])),
  'pad with FF': (node) => fill(node, Buffer.concat([Buffer.of(0xff), flat(node)])),
  'pad with 80': (node) => fill(node, Buffer.concat([Buffer.of(0x80), flat(node)])),
  'pad with 1200 zeros': (node) => fill(node, Buffer.concat([Buffer.alloc(1200), flat(node)])),
  'replace by 1200 bytes': (node) => fill(node, Buffer.alloc(1200, 0x5a)),
  'first bit': (node) =>
    fill(node, Buffer.concat([Buffer.of((flat(node)[0] ?? 0) ^ 0x80), flat(node).subarray(1)])),
};

export interface Mutation {
  /** `drop 0.2.0.4`: the change, and the path of the node by indices. */
  readonly name: string;
  readonly bytes: Buffer;
}

function pathsOf(node: Node, path: readonly number[] = []): (readonly number[])[] {
  return [path, ...node.children.flatMap((child, index) => pathsOf(child, [...path, index]))];
}

const at = (root: Node, path: readonly number[]) => path.reduce((node, index) => node.children[index]!, root);

/** Every change of one node of a structure in DER. Those that change nothing are left out. */
export function mutationsOf(bytes: Buffer): readonly Mutation[] {
  const { root } = readBer(bytes);
  const tree = nodeOf(bytes, root!);
  const made: Mutation[] = [];
  const add = (name: string, path: readonly number[], change: (root: Node) => void) => {
    const changed = copy(tree);
    change(changed);
    const result = write(changed);
    if (!result.equals(bytes)) made.push({ name: `${name} ${path.join('.')}`, bytes: result });
  };
  for (const path of pathsOf(tree)) {
    for (const [name, change] of Object.entries(own)) add(name, path, (root) => change(at(root, path)));
    if (path.length === 0) continue;
    const last = path.at(-1)!;
    for (const [name, change] of Object.entries(siblings))
      add(name, path, (root) => change(at(root, path.slice(0, -1)).children, last));
  }
  return made;
}
