/**
 * ROCA (Nemec et al., "The Return of Coppersmith's Attack", CCS 2017): the flawed generator made primes k·M + (65537^a mod M), M a
 * primorial, so that modulo every prime of M the modulus is a power of 65537.
 */
const generator = 65537;
const lastPrime = 167;

/** For each odd prime up to 167: which residues are powers of the generator. */
const subgroups: readonly { readonly prime: number; readonly members: readonly boolean[] }[] = oddPrimes(
  lastPrime,
).map((prime) => {
  const members = Array.from({ length: prime }, () => false);
  for (let power = 1; !members[power]; power = (power * generator) % prime) members[power] = true;
  return { prime, members };
});

const primorial = subgroups.reduce((product, { prime }) => product * BigInt(prime), 1n);

function oddPrimes(last: number): number[] {
  const primes: number[] = [];
  for (let candidate = 3; candidate <= last; candidate += 2)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes;
}

/** Whether the modulus has the fingerprint. A sound one has it with a probability below 2^-150, a number below the primorial proves nothing. */
export function hasRocaFingerprint(modulus: bigint): boolean {
  if (modulus < primorial) return false;
  const reduced = modulus % primorial;
  return subgroups.every(({ prime, members }) => members[Number(reduced % BigInt(prime))]);
}
