# Or the policy's owner lets in exactly this caller. The deny was made on purpose: that is for them to decide.
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
        Sid       = "OnlyOurVpc"
        Principal = "*"
        Condition = {
          StringNotEquals = {
            "aws:SourceVpce" = "vpce-1a2b3c4d"
          }
          ArnNotEquals = {
            "aws:PrincipalArn" = "arn:aws:iam::111122223333:user/Jane"
          }
        }
      },
    ]
  })
}
