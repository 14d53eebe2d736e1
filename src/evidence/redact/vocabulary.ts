/**
 * What redaction leaves as it is: AWS's own words. Names are replaced token by token (runs of letters and digits), wherever they stand, so
 * a token is fixed for the whole snapshot or not at all. A word of AWS's is fixed only where it stands in AWS's sense: `user` in
 * `arn:aws:iam::…:user/Jane`, but not in a bucket named `user-uploads` of a snapshot that knows no user.
 */

/** Held against names that are put together only while diagnosing: `arn:aws:s3:::…`, a session's role. Lower case. */
const ALWAYS = ['arn', 'aws', 's3', 'role', 'null', 'anonymous'] as const;

const SERVICES =
  's3|s3-object-lambda|s3-outposts|s3express|iam|sts|kms|ec2|lambda|logs|cloudfront|cloudtrail|cloudwatch|organizations|sns|sqs|dynamodb|glue|athena|sagemaker|rds|backup|config|guardduty|elasticloadbalancing';
const REGION =
  '(?:us|eu|ap|ca|sa|me|af|il|mx|cn|eusc)(?:-gov|-iso[bef]?|-de)?-(?:north|south|central|east|west|northeast|northwest|southeast|southwest)-\\d';
const RESOURCE_TYPES =
  'user|role|group|policy|assumed-role|federated-user|instance-profile|mfa|saml-provider|oidc-provider|key|alias|accesspoint|outpost|storage-lens|vpc-endpoint|vpc|distribution|function|trail|access-grants';

/** Texts of AWS's own; every token in one of them is fixed. */
const PHRASES: readonly RegExp[] = [
  new RegExp(`(?<![A-Za-z0-9])arn:(?:aws[a-z-]*|[*?]*):(?:${SERVICES}|[*?]*):`, 'g'),
  new RegExp(`(?<![A-Za-z0-9])${REGION}(?![A-Za-z0-9])`, 'g'),
  new RegExp(`:(?:${RESOURCE_TYPES})(?=[/:])|:root(?![A-Za-z0-9])|^(?:alias|group)(?=/)`, 'g'),
  /:role\/(?:aws-service-role|service-role|aws-reserved\/sso\.amazonaws\.com)(?=\/)/g,
  /(?<=\/)(?:service|resource)_control_policy(?=\/)/g,
  /AWSServiceRole\w*|AWSReservedSSO/g,
  /(?:-ext-s3alias|-s3alias|--ol-s3|-opalias|--op-s3|-az\d+--x-s3)(?![A-Za-z0-9])/g,
  /\.mrap(?![A-Za-z0-9])|(?<=:outpost\/)op(?=-)|(?<=:outpost\/[^/]{1,64}\/)(?:bucket|accesspoint)(?=\/)/g,
  // Ids keep their kind: a multi-Region key, network parts, an organization's parts.
  /(?<![A-Za-z0-9])mrk(?=-[0-9a-f]{32})/g,
  /(?<![A-Za-z0-9-])(?:vpce|vpc|eni|subnet|i)(?=-[0-9a-f]{8})/g,
  /(?<![A-Za-z0-9-])(?:o|ou|r|p)(?=-[a-z0-9]{4,})/g,
  /(?:(?<![A-Za-z0-9-])s3(?:-website|-accesspoint|-control)?[.-])?(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?amazonaws\.com(?:\.cn)?/g,
  /^(?:https?|s3)(?=:\/\/)/g,
];

/** Lower-case tokens that are fixed because of the AWS texts that stand in `texts`. */
export function fixedTokens(
  texts: Iterable<string>,
  tokensOf: (text: string) => readonly string[],
): Set<string> {
  const fixed = new Set<string>(ALWAYS);
  for (const text of texts)
    for (const phrase of PHRASES)
      for (const [found] of text.matchAll(phrase))
        for (const token of tokensOf(found)) fixed.add(token.toLowerCase());
  // Objects behind an access point are named `…:accesspoint/NAME/object/KEY` while diagnosing.
  if (fixed.has('accesspoint') || fixed.has('outpost')) fixed.add('object');
  return fixed;
}

/** Whole texts that name nobody: AWS's managed policies, service principals, ACL groups. */
export function isFixedText(text: string): boolean {
  return FIXED_TEXT.test(text);
}

const FIXED_TEXT =
  /^arn:[^:]*:(?:iam|organizations)::aws:policy\/|^(?:p-|RCP)?FullAWSAccess$|^http:\/\/acs\.amazonaws\.com\/groups\/|^[a-z0-9-]+(?:\.(?:s3|logs|elasticloadbalancing))?\.amazonaws\.com(?:\.cn)?$/;

/** Fields of the snapshot whose values are AWS's own words, dates or numbers. */
export const FIXED_FIELDS: ReadonlySet<string> = new Set([
  'version',
  'collectedAt',
  'region',
  'algorithm',
  'blockedEncryptionTypes',
  'objectOwnership',
  'requestPayer',
  'storageClass',
  'manager',
  'state',
  'networkOrigin',
  'mode',
  'until',
  'status',
  'operation',
  'errorCode',
  'eventTime',
  'tlsVersion',
  'authenticationMethod',
  'signatureVersion',
  'Type',
  'Permission',
  'Operations',
  'CreationDate',
  'field',
  'neededPermission',
]);

/** Request parameters, as CloudTrail names them, that hold no name of anybody's. */
export const FIXED_PARAMETERS =
  /^(?:x-amz-(?:acl|server-side-encryption|storage-class|metadata-directive|object-ownership|request-payer|checksum.*|content.*)|x-id|list-type|max-keys|encoding-type|acl|tagging|uploads|versioning)$/i;

/** Condition keys whose values are AWS's own words; lower case. */
const FIXED_KEYS =
  /^(?:aws:(?:requestedregion|principaltype|calledvia(?:first|last)?|principalservicename(?:slist)?|principalisawsservice|viaawsservice|securetransport|multifactorauth\w+)|s3:(?:x-amz-(?:acl|server-side-encryption|server-side-encryption-customer-algorithm|storage-class|metadata-directive|object-ownership|content-sha256)|authtype|signatureversion|signatureage|tlsversion|max-keys|object-lock-[\w-]+|locationconstraint|accesspointnetworkorigin)|kms:(?:viaservice|encryptioncontextkeys|encryptionalgorithm|grantoperations|keyspec|keyusage|keyorigin))$/;

export function hasFixedValues(conditionKey: string): boolean {
  return FIXED_KEYS.test(conditionKey.toLowerCase());
}

/** Words of AWS's error texts, which stay in prose even where a name holds the same word. */
export const PROSE_WORDS: ReadonlySet<string> = new Set(
  'a access account action allow allowed allows amazon an and any are audited authorized aws be because bucket call called calling can could delegated denied denies deny does domain endpoint error exist explicit for forbidden from has identity in is key kms list may no not object occurred of on operation or organization other perform permission permissions boundary policies policy principal public read reading region request resource resources role s3 service session so such that the these this those to user user was were when with within vpc'.split(
    ' ',
  ),
);
