cat > policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "ec2:*",
        "s3:ListBucket"
      ],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
    }
  ]
}
EOF
aws iam create-policy-version --policy-arn arn:aws:iam::111122223333:policy/boundaries/developer --policy-document file://policy.json --set-as-default
