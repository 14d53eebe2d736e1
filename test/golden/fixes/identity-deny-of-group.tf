# The policy guard of group developers is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_iam_group_policy.developers_guard developers:guard
resource "aws_iam_group_policy" "developers_guard" {
  name  = "guard"
  group = "developers"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Deny"
        Action   = "s3:*"
        Resource = "*"
        Sid      = "NoData"
        Condition = {
          ArnNotEquals = {
            "aws:PrincipalArn" = "arn:aws:iam::111122223333:user/Jane"
          }
        }
      },
    ]
  })
}
