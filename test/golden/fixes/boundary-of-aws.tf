# AWS keeps the managed policy AmazonEC2FullAccess: copy it into an aws_iam_policy of your own, with this in its Statement list.
locals {
  s3denied_statements = [
    {
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
    },
  ]
}
