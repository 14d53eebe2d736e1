# Or the policy's owner lets in exactly this caller. The deny was made on purpose: that is for them to decide.
cat > bucket-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*",
      "Sid": "OnlyOurVpc",
      "Principal": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:SourceVpce": "vpce-1a2b3c4d"
        },
        "ArnNotEquals": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:user/Jane"
        }
      }
    }
  ]
}
EOF
aws s3api put-bucket-policy --bucket amzn-s3-demo-bucket --policy file://bucket-policy.json
