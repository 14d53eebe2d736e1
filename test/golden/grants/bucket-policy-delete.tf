# The bucket policy is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_policy.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_policy" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  policy = jsonencode({
    Id      = "Shared"
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Partners"
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::777788889999:root"
        }
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/*"
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          "arn:aws:s3:::amzn-s3-demo-bucket",
          "arn:aws:s3:::amzn-s3-demo-bucket/*",
        ]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action   = "s3:DeleteObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
    ]
  })
}

resource "aws_iam_user_policy" "Jane_s3denied_grant_473f52fb" {
  name = "s3denied-grant-473f52fb"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:DeleteObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
    ]
  })
}
