/**
 * What is known of condition keys whatever the request: which hold several values, which are true or false.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const MULTIVALUED = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
  'kms:encryptioncontextkeys',
  'kms:grantoperations',
  'kms:resourcealiases',
  's3:requestobjecttagkeys',
]);

const BOOLEAN = new Set([
  'aws:multifactorauthpresent',
  'aws:principalisawsservice',
  'aws:securetransport',
  'aws:viaawsservice',
  'kms:bypasspolicylockoutsafetycheck',
  'kms:grantisforawsresource',
  'kms:multiregion',
]);

/** Global keys as AWS spells them, for spelling suggestions. */
export const GLOBAL_KEYS = [
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'aws:ChatbotSourceArn',
  'aws:CurrentTime',
  'aws:Ec2InstanceSourcePrivateIPv4',
  'aws:Ec2InstanceSourceVpc',
  'aws:EpochTime',
  'aws:FederatedProvider',
  'aws:IsMcpServiceAction',
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:ResourceOrgID',
  'aws:ResourceOrgPaths',
  'aws:SecureTransport',
  'aws:SignInSessionArn',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceIdentity',
  'aws:SourceIp',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:SourceOwner',
  'aws:SourceVpc',
  'aws:SourceVpcArn',
  'aws:SourceVpce',
  'aws:TagKeys',
  'aws:TokenIssueTime',
  'aws:UserAgent',
  'aws:ViaAWSMCPService',
  'aws:ViaAWSService',
  'aws:VpceAccount',
  'aws:VpceOrgID',
  'aws:VpceOrgPaths',
  'aws:VpcSourceIp',
  'aws:referer',
  'aws:userid',
  'aws:username',
] as const;

/** Whether requests can hold several values of the key. Takes the lower-case name. */
export function isMultivalued(keyId: string): boolean {
  return MULTIVALUED.has(keyId);
}

/** Whether the key is only ever true or false. Takes the lower-case name. */
export function isBoolean(keyId: string): boolean {
  return BOOLEAN.has(keyId);
}
