import nacl from 'tweetnacl';

const keyBytes = 32;

/**
 * Opens what OwnTracks encrypts: base64 of nonce (24), MAC (16) and ciphertext, XSalsa20-Poly1305 with the secret in
 * UTF-8 filled up with zeros as key (libsodium crypto_secretbox). Undefined where it cannot be opened. (PROTOCOLS 3)
 */
export function openSecretbox(data: string, secret: string): Uint8Array | undefined {
  const box = Buffer.from(data, 'base64');
  const key = Buffer.alloc(keyBytes);
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length > keyBytes || box.length < nacl.secretbox.nonceLength + nacl.secretbox.overheadLength)
    return undefined;
  key.set(bytes);
  const nonce = box.subarray(0, nacl.secretbox.nonceLength);
  return nacl.secretbox.open(box.subarray(nacl.secretbox.nonceLength), nonce, key) ?? undefined;
}
