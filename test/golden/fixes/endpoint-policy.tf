# The VPC endpoint policy is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_vpc_endpoint_policy.vpce_1a2b3c4d vpce-1a2b3c4d
resource "aws_vpc_endpoint_policy" "vpce_1a2b3c4d" {
  vpc_endpoint_id = "vpce-1a2b3c4d"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "s3:*"
        Resource  = "arn:aws:s3:::amzn-s3-demo-bucket1/*"
        Principal = "*"
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
        Condition = {
          ArnEquals = {
            "aws:PrincipalArn" = "arn:aws:iam::111122223333:user/Jane"
          }
        }
      },
    ]
  })
}
