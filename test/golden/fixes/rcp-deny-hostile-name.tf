# The resource control policy it's "q" `id` $(id) ${aws:username} $${x} %{if} {{y}} #c \ !! *?  EOF - : | é is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_organizations_policy.it_s_q_id_id_aws_username_x_if_y_c_EOF POLICY_ID
resource "aws_organizations_policy" "it_s_q_id_id_aws_username_x_if_y_c_EOF" {
  name = "it's \"q\" `id` $(id) $${aws:username} \u0024$${x} %%{if} {{y}} #c \\ !! *? \n\tEOF\n- : |\u0008\u000c é"
  type = "RESOURCE_CONTROL_POLICY"

  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Action    = "s3:*"
        Resource  = "*"
        Principal = "*"
        Condition = {
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
