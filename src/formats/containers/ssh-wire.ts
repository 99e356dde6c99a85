/** Reads the data types of SSH (RFC 4251, 5) from the front. Every method gives undefined once the bytes do not suffice. */
export class SshReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint32(): number | undefined {
    if (this.#at + 4 > this.#bytes.length) return undefined;
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  string(): Buffer | undefined {
    const length = this.uint32();
    if (length === undefined || this.#at + length > this.#bytes.length) return undefined;
    const octets = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return octets;
  }

  text(): string | undefined {
    return this.string()?.toString('latin1');
  }

  /** Magnitude of a multiple precision integer, without its sign byte. */
  integer(): Buffer | undefined {
    const octets = this.string();
    let zeros = 0;
    while (octets?.[zeros] === 0) zeros += 1;
    return octets?.subarray(zeros);
  }

  get rest(): Buffer {
    return this.#bytes.subarray(this.#at);
  }
}
