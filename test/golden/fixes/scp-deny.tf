# The service control policy p-examplepolicyid111 is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_organizations_policy.p_examplepolicyid111 p-examplepolicyid111
resource "aws_organizations_policy" "p_examplepolicyid111" {
  name = "POLICY_NAME"
  type = "SERVICE_CONTROL_POLICY"

  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "*"
        Resource = "*"
      },
      {
        Effect   = "Deny"
        Action   = "s3:*"
        Resource = "*"
        Sid      = "Regions"
        Condition = {
          StringNotEquals = {
            "aws:RequestedRegion" = [
              "us-east-1",
            ]
          }
          ArnNotEquals = {
            "aws:PrincipalArn" = "arn:aws:iam::111122223333:user/Jane"
          }
        }
      },
    ]
  })

  lifecycle {
    ignore_changes = [description, tags]
  }
}
