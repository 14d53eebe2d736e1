cat > policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:*",
      "Resource": "*",
      "Sid": "NoData",
      "Condition": {
        "ArnNotEquals": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:user/Jane"
        }
      }
    }
  ]
}
EOF
aws iam put-group-policy --group-name developers --policy-name guard --policy-document file://policy.json
