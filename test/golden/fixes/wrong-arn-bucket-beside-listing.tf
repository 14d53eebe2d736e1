# The policy reader of user Jane is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_iam_user_policy.Jane_reader Jane:reader
resource "aws_iam_user_policy" "Jane_reader" {
  name = "reader"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "s3:GetObject",
          "s3:ListBucket",
        ]
        Resource = [
          "arn:aws:s3:::amzn-s3-demo-bucket",
          "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv",
        ]
      },
    ]
  })
}
