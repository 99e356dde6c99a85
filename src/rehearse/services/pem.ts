/** A SubjectPublicKeyInfo in PEM (RFC 7468). */
export const publicKeyPem = (der: Buffer): string =>
  `-----BEGIN PUBLIC KEY-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END PUBLIC KEY-----\n`;
