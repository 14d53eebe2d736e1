cat > trust-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:user/Jane"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}
EOF
cat > role-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket",
      "Condition": {
        "StringLike": {
          "s3:prefix": "reports/*"
        }
      }
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
    },
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "s3.eu-west-1.amazonaws.com"
        }
      }
    }
  ]
}
EOF
aws iam create-role --role-name s3-read-list-amzn-s3-demo-bucket-0ce38056 --assume-role-policy-document file://trust-policy.json
aws iam put-role-policy --role-name s3-read-list-amzn-s3-demo-bucket-0ce38056 --policy-name s3-access --policy-document file://role-policy.json

cat > policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::444455556666:role/s3-read-list-amzn-s3-demo-bucket-0ce38056"
    }
  ]
}
EOF
aws iam put-user-policy --user-name Jane --policy-name s3denied-grant-a9a9f174 --policy-document file://policy.json

# In parentheses, so that the credentials of the role are gone again afterwards.
(
export $(printf 'AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s' $(aws sts assume-role --role-arn arn:aws:iam::444455556666:role/s3-read-list-amzn-s3-demo-bucket-0ce38056 --role-session-name s3denied-test --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text))
aws s3api list-objects-v2 --bucket amzn-s3-demo-bucket --prefix reports/ --max-items 1
aws s3api get-object --bucket amzn-s3-demo-bucket --key reports/2026.csv /dev/null
)
