cat > bucket-acl.json <<'EOF'
{
  "Owner": {
    "ID": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
  },
  "Grants": [
    {
      "Grantee": {
        "Type": "CanonicalUser",
        "ID": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      },
      "Permission": "FULL_CONTROL"
    },
    {
      "Grantee": {
        "Type": "CanonicalUser",
        "ID": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
      },
      "Permission": "READ"
    }
  ]
}
EOF
aws s3api put-bucket-acl --bucket amzn-s3-demo-bucket --access-control-policy file://bucket-acl.json

cat > policy.json <<'EOF'
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
    }
  ]
}
EOF
aws iam put-user-policy --user-name Jane --policy-name s3denied-grant-c880abfb --policy-document file://policy.json

aws s3api list-objects-v2 --bucket amzn-s3-demo-bucket --prefix reports/ --max-items 1
