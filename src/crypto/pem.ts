const armour = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;

/** Label of the first PEM block, such as `PUBLIC KEY`; undefined when there is none. */
export function pemLabel(bytes: Buffer): string | undefined {
  return armour.exec(bytes.toString('latin1'))?.[1];
}

/** DER inside the first PEM block when its label is one of `labels` and it is not encrypted. */
export function fromPem(bytes: Buffer, labels: readonly string[]): Buffer | undefined {
  const [, label, body = ''] = armour.exec(bytes.toString('latin1')) ?? [];
  if (label === undefined || !labels.includes(label) || body.includes('Proc-Type:')) return undefined;
  return Buffer.from(body, 'base64');
}
