resource "aws_iam_user_policy" "Jane_s3denied_access_1dc3e51f" {
  name = "s3denied-access-1dc3e51f"
  user = "Jane"

  policy = jsonencode({
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
