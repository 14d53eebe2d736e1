# The key policy is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_kms_key_policy.key_1234abcd_12ab_34cd_56ef_1234567890ab 1234abcd-12ab-34cd-56ef-1234567890ab
resource "aws_kms_key_policy" "key_1234abcd_12ab_34cd_56ef_1234567890ab" {
  key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action   = "kms:Decrypt"
        Resource = "*"
        Condition = {
          StringLike = {
            "kms:EncryptionContext:aws:s3:arn" = [
              "arn:aws:s3:::amzn-s3-demo-bucket/*",
              "arn:aws:s3:::amzn-s3-demo-bucket",
            ]
          }
        }
      },
    ]
  })
}
