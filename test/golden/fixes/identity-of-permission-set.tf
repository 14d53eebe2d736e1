# The inline policy of permission set Data_Readers is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_ssoadmin_permission_set_inline_policy.Data_Readers 'PERMISSION_SET_ARN,INSTANCE_ARN'
resource "aws_ssoadmin_permission_set_inline_policy" "Data_Readers" {
  instance_arn       = "INSTANCE_ARN"
  permission_set_arn = "PERMISSION_SET_ARN"

  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket"
      },
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv"
      },
    ]
  })
}
