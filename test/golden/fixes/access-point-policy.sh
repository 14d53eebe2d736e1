cat > access-point-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:user/Jane"
      },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:eu-west-1:444455556666:accesspoint/reports/object/reports/2026.csv"
    }
  ]
}
EOF
aws s3control put-access-point-policy --account-id 444455556666 --name reports --policy file://access-point-policy.json
