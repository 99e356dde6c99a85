import { ServiceRefusal, text, type Route } from '../protocol.ts';
import { publicKeyPem } from '../pem.ts';
import { enumName, found, inRing, jobMs, newId, time, type GcpState, type ImportJob } from './state.ts';

const described = (name: string, { wrapping, protectionLevel, created, pair }: ImportJob, now: number) => ({
  name,
  importMethod: enumName(wrapping.name),
  protectionLevel,
  createTime: time(created),
  generateTime: time(created),
  expireTime: time(created + jobMs),
  state: now < created + jobMs ? 'ACTIVE' : 'EXPIRED',
  ...(now < created + jobMs ? { publicKey: { pem: publicKeyPem(pair.publicKey) } } : {}),
});

/** `importJobs.create` (Cloud KMS API). The job is ACTIVE at once. */
export const createImportJob = ({ endpoint, jobs }: GcpState): Route => ({
  operation: 'CreateImportJob',
  methods: ['POST'],
  path: inRing('importJobs'),
  run: async ({ named, query, body }) => {
    const name = `${named['ring']}/importJobs/${newId(query, 'importJobId')}`;
    const method = text(body, 'importMethod');
    const wrapping = endpoint.row.wrappings.find((one) => enumName(one.name) === method);
    if (wrapping === undefined) throw new ServiceRefusal('invalid', 'unknown importMethod');
    const spec = wrapping.under[0];
    if (wrapping.outOfReach !== undefined || (spec !== 'RSA_3072' && spec !== 'RSA_4096'))
      throw new ServiceRefusal('invalid', wrapping.outOfReach ?? 'unknown importMethod');
    const protectionLevel = text(body, 'protectionLevel');
    const pair = await endpoint.wrappingKeys(spec);
    if (jobs.has(name)) throw new ServiceRefusal('exists', `ImportJob ${name} already exists.`);
    const job = { wrapping, protectionLevel, pair, created: endpoint.now() };
    jobs.set(name, job);
    return { body: described(name, job, endpoint.now()) };
  },
});

/** `importJobs.get`. */
export const getImportJob = ({ endpoint, jobs }: GcpState): Route => ({
  operation: 'GetImportJob',
  methods: ['GET'],
  path: inRing('importJobs/(?<job>ID)'),
  run: async ({ named }) => {
    const name = `${named['ring']}/importJobs/${named['job']}`;
    return { body: described(name, found(jobs, name), endpoint.now()) };
  },
});
