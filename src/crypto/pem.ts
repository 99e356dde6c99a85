const armour = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;

/** DER inside the first PEM block whose label is one of `labels` and that is not encrypted; others may stand before it. */
export function fromPem(bytes: Buffer, labels: readonly string[]): Buffer | undefined {
  for (const [, label = '', body = ''] of bytes.toString('latin1').matchAll(armour))
    if (labels.includes(label) && !body.includes('Proc-Type:')) return Buffer.from(body, 'base64');
  return undefined;
}
