resource "aws_organizations_policy" "s3denied_access" {
  name = "s3denied-access"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
      },
    ]
  })
}

resource "aws_organizations_policy_attachment" "s3denied_access" {
  policy_id = aws_organizations_policy.s3denied_access.id
  target_id = "111122223333"
}
