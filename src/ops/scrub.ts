/** What must never stand in a log, wherever in a line it turns up: the last net, behind not logging it at all. */
const SECRETS: readonly RegExp[] = [
  // What a field holds that is named so, however deep it lies: errors of HTTP clients carry the whole request.
  /(?<="[\w-]*(?:token|secret|password|authorization|cookie|signature|access_?key|external_?id)":")(?:[^"\\]|\\.)+/gi,
  // The same in JSON within JSON.
  /(?<="[\w-]*(?:token|secret|password|authorization|cookie|signature|access_?key|external_?id)\\+":\s?\\+")[^"\\]+/gi,
  // The same in a form.
  /(?<=[?&\s"\\](?:client_secret|client_assertion|(?:access|refresh)_token|password)=)[^&\s"\\]+/gi,
  // A JSON web token, such as Microsoft's.
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  // What signs a request of Slack's.
  /\bv0=[0-9a-f]{64}\b/g,
  // Slack's tokens; https://docs.slack.dev/authentication/tokens/
  /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{6,}/g,
  // Credentials of an HTTP header.
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/gi,
  // A presigned URL's signature and session token.
  /(?<=[?&](?:X-Amz-(?:Signature|Security-Token|Credential)|Signature|AWSAccessKeyId)=)[^&\s"\\]+/gi,
  // A response_url or webhook is a credential: whoever has it can post.
  /(?<=hooks\.slack(?:-gov)?\.com\/)[\w/-]+/g,
  // AWS access key ids.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // A password in a URL: redis://:secret@host
  /(?<=[a-z]:\/\/[^\s:/@"]*:)[^\s@/"]+(?=@)/g,
];

export function scrubSecrets(line: string): string {
  return SECRETS.reduce((text, secret) => text.replace(secret, '[redacted]'), line);
}
