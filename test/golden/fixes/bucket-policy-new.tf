resource "aws_s3_bucket_policy" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
      },
    ]
  })
}
