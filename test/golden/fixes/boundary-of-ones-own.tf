# The managed policy developer is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_iam_policy.developer arn:aws:iam::111122223333:policy/boundaries/developer
resource "aws_iam_policy" "developer" {
  name = "developer"
  path = "/boundaries/"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ec2:*",
          "s3:ListBucket",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
      },
    ]
  })

  lifecycle {
    ignore_changes = [description, tags]
  }
}
