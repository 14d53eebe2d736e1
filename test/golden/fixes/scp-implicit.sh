cat > organization-policy.json <<'EOF'
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
    }
  ]
}
EOF
POLICY_ID=$(aws organizations create-policy --name s3denied-access --description 'What the accounts below may use' --type SERVICE_CONTROL_POLICY --content file://organization-policy.json --query Policy.PolicySummary.Id --output text)
aws organizations attach-policy --policy-id "$POLICY_ID" --target-id 111122223333
