cat > key-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::444455556666:root"
      },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:user/Jane"
      },
      "Action": "kms:Decrypt",
      "Resource": "*"
    }
  ]
}
EOF
aws kms put-key-policy --key-id arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab --policy-name default --policy file://key-policy.json

# Or, where the key policy has to stay as it is: a grant, for this caller and this data only.
aws kms create-grant --key-id arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab --grantee-principal arn:aws:iam::111122223333:user/Jane --operations Decrypt --constraints '{"EncryptionContextSubset":{"aws:s3:arn":"arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"}}'
