import { isRaw } from '../../tables/key-specs.ts';
import { serviceSupport, keysOf, services } from '../../tables/services/index.ts';
import { serviceNames } from '../../tables/services/names.ts';
import type { Material, ServiceRow, Wrapping } from '../../tables/services/types.ts';
import type { AuditResult, Observed } from '../result.ts';
import { auditForService, type ServiceAuditInput } from './audit.ts';
import { wrappingKeyOf } from './expected.ts';

type Read = Omit<ServiceAuditInput, 'row' | 'material' | 'wrapping'>;

/** How far a wrapping is from what was seen: 0 is the same. */
function distanceOf({ scheme, inner }: Wrapping, seen: Observed): number {
  const hybrid = seen['scheme'] === 'rsa-aes-key-wrap';
  const isHybrid = inner !== 'none';
  const hash = 'hash' in scheme ? scheme.hash : undefined;
  const padding =
    scheme.scheme === 'rsaes-pkcs1-v1_5' ? 'pkcs1v15' : scheme.scheme === 'sm2pke' ? 'sm2' : 'oaep';
  return (
    (seen.padding === undefined || seen.padding === padding ? 0 : 8) +
    (hybrid === isHybrid ? 0 : 4) +
    (seen.oaepHash === undefined || seen.oaepHash === hash ? 0 : 2)
  );
}

/** Whether a material is of the kind that was seen inside. */
function fits({ row, lengths }: Material, seen: Observed): boolean {
  if (seen.keySpec !== undefined && seen.encoding !== 'raw') {
    if (row.name === seen.keySpec) return true;
    return row.kind === 'ed25519' && seen.keySpec === 'Ed25519';
  }
  const bytes = seen.materialBytes;
  if (bytes === undefined || (row.kind !== 'symmetric' && row.kind !== 'hmac') || lengths === undefined)
    return false;
  return 'least' in lengths ? bytes >= lengths.least && bytes <= lengths.most : lengths.includes(bytes);
}

/** The rows of a service that are nearest to what was seen: a supported one first. */
function nearest(row: ServiceRow, seen: Observed, input: Read) {
  const key = wrappingKeyOf(row, input.privateKey ?? input.publicKey);
  const wrappings = row.wrappings
    .filter(({ outOfReach, use }) => outOfReach === undefined && use === 'import')
    .toSorted(
      (a, b) =>
        distanceOf(a, seen) - distanceOf(b, seen) ||
        Number(key !== undefined && b.under.includes(key.name)) -
          Number(key !== undefined && a.under.includes(key.name)),
    );
  const materials = row.materials.filter((one) => fits(one, seen));
  const [wrapping] = wrappings;
  if (wrapping === undefined) return undefined;
  const accepted = materials.find((material) =>
    keysOf(row, wrapping).some(
      (wrappingKey) => serviceSupport(row, { material, wrapping, wrappingKey }).status === 'supported',
    ),
  );
  const material = accepted ?? materials[0] ?? likely(row, seen);
  return material && { wrapping, material };
}

/** What to hold a key against that a service does not import: the same kind of bytes. */
function likely({ materials }: ServiceRow, seen: Observed): Material | undefined {
  const raw = seen.encoding === 'raw' || seen.encoding === undefined;
  return materials.find(({ row }) => raw === isRaw(row)) ?? materials[0];
}

/** What can be seen without knowing what the blob should be: the reading that goes furthest. */
function look(input: Read): Observed {
  const row = services.openbao;
  const privateKeys = row.materials.find(({ name }) => name === 'ecdsa-p256')!;
  const raw = row.materials.find(({ name }) => name === 'hmac')!;
  const hybrid = row.wrappings.find(({ name }) => name === 'SHA256')!;
  const direct = services.gcp.wrappings.find(({ name }) => name === 'rsa-oaep-4096-sha256')!;
  const seenAs = (material: Material, wrapping: Wrapping) =>
    auditForService({ ...input, row, material, wrapping }).observed;
  const seen = seenAs(privateKeys, hybrid);
  if (seen.keySpec !== undefined) return seen;
  const asRaw = seenAs(raw, hybrid);
  return asRaw.materialBytes === undefined ? furthest(asRaw, seenAs(raw, direct)) : asRaw;
}

const furthest = (one: Observed, other: Observed) => (other.materialBytes === undefined ? one : other);

/**
 * A verdict for each service on one file: the file is read once, and each service's row that is nearest to what was seen is what it is
 * held against.
 */
export function auditEverywhere(input: Read): AuditResult[] {
  const seen = look(input);
  return serviceNames.flatMap((name) => {
    const row: ServiceRow = services[name];
    const due = nearest(row, seen, input);
    if (due === undefined) return [];
    return auditForService({ ...input, ...due, row, id: name });
  });
}
