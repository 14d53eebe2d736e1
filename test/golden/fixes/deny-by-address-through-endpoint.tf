# The bucket policy is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_policy.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_policy" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Action    = "s3:*"
        Resource  = "arn:aws:s3:::amzn-s3-demo-bucket/*"
        Principal = "*"
        Condition = {
          NotIpAddress = {
            "aws:SourceIp" = [
              "203.0.113.0/24",
            ]
          }
          StringNotEquals = {
            "aws:SourceVpce" = "vpce-1a2b3c4d"
          }
        }
      },
    ]
  })
}
