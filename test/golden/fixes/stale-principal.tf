# The bucket policy is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_policy.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_policy" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = [
            "arn:aws:iam::111122223333:user/Jane",
            "arn:aws:iam::777788889999:root",
          ]
        }
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/*"
      },
    ]
  })
}
