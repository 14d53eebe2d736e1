/**
 * Secrets taken out of text: presigned signatures and credentials, secret access keys, session tokens, Authorization headers.
 * Every pattern is bounded, so that a megabyte of text costs linear time.
 */

const GONE = '[redacted]';

/** `before` stays, what follows it goes. `value` is what a secret of that kind consists of. */
const LABELLED = [
  // Presigned URLs and POST forms: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  /((?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token)(?:=|%3D))[^&\s"'<>\\)]{1,4096}/gi,
  /([?&](?:amp;)?(?:Signature|AWSAccessKeyId|sig)=)[^&\s"'<>\\)]{1,1024}/g,
  /((?:x-amz-signature|x-amz-credential|x-amz-security-token)\\?["']?\s?[:,=>]\s?\\?["']?)[^\s"'<>\\&,;}]{4,4096}/gi,
  // Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…
  /((?:AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256)\s{1,4}Credential=)[^\s,"']{1,512}/g,
  /(\bSignature=)[A-Za-z0-9+/=%]{16,512}/g,
  /(\bSignatureProvided\\?["']?[>:=]\s?\\?["']?)[A-Za-z0-9+/=%]{8,512}/g,
  /(Authorization\\?["']?\s?[:=]\s?\\?["']?(?:Basic|Bearer|AWS)\s)[A-Za-z0-9+/=:._~-]{4,8192}/gi,
  // Credentials as configuration, environment, JSON or XML
  /((?:aws_?)?(?:secret_?access_?key|session_?token|security_?token)\\?["']?\s?(?:[:=>]|=>)\s?\\?["']?)[A-Za-z0-9+/=%_-]{8,4096}/gi,
  // A secret key beside its access key id, as in the console's CSV
  /(\bA[KS]IA[A-Z0-9]{16}\b[^A-Za-z0-9+/\n]{1,8}(?:(?:secret|key|access)[^A-Za-z0-9+/\n]{1,4})?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
] as const;

/** Replaces the secrets that a label or their neighbour gives away. Everything else stays byte for byte. */
export function redactLabelledSecrets(text: string): string {
  return LABELLED.reduce((rest, pattern) => rest.replaceAll(pattern, `$1${GONE}`), text);
}

/**
 * For text that will be stored: the labelled secrets, and any word that looks like a secret access key by itself
 * (40 characters of base64 with lower case, upper case and digits). That second rule may hit a harmless word of that shape.
 */
export function redactSecrets(text: string): string {
  return redactLabelledSecrets(text).replaceAll(
    /(?<![^\s"'=,:;|`(])[A-Za-z0-9/+]{40}(?![^\s"',:;|`)])/g,
    (word) => (looksRandom(word) ? GONE : word),
  );
}

function looksRandom(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
}
