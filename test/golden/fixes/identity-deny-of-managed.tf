# The managed policy guard is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_iam_policy.guard arn:aws:iam::111122223333:policy/team/guard
resource "aws_iam_policy" "guard" {
  name = "guard"
  path = "/team/"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Deny"
        Action   = "s3:*"
        Resource = "*"
        Condition = {
          ArnNotLike = {
            "AWS:PrincipalArn" = [
              "arn:aws:iam::*:role/admin",
              "arn:aws:iam::111122223333:role/app",
            ]
          }
        }
      },
    ]
  })

  lifecycle {
    ignore_changes = [description, tags]
  }
}
