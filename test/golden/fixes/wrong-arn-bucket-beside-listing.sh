cat > policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:ListBucket"
      ],
      "Resource": [
        "arn:aws:s3:::amzn-s3-demo-bucket",
        "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
      ]
    }
  ]
}
EOF
aws iam put-user-policy --user-name Jane --policy-name reader --policy-document file://policy.json
