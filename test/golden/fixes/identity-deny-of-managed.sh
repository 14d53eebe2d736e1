cat > policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "ArnNotLike": {
          "AWS:PrincipalArn": [
            "arn:aws:iam::*:role/admin",
            "arn:aws:iam::111122223333:role/app"
          ]
        }
      }
    }
  ]
}
EOF
aws iam create-policy-version --policy-arn arn:aws:iam::111122223333:policy/team/guard --policy-document file://policy.json --set-as-default
