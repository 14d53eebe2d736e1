# The ACL of amzn-s3-demo-bucket is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_acl.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_acl" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  access_control_policy {
    grant {
      grantee {
        id   = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
        type = "CanonicalUser"
      }
      permission = "FULL_CONTROL"
    }
    grant {
      grantee {
        id   = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
        type = "CanonicalUser"
      }
      permission = "WRITE"
    }
    owner {
      id = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    }
  }
}

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
          AWS = "arn:aws:iam::444455556666:root"
        }
        Action   = "kms:*"
        Resource = "*"
      },
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action = [
          "kms:GenerateDataKey",
          "kms:Decrypt",
        ]
        Resource = "*"
        Condition = {
          StringEquals = {
            "kms:ViaService" = "s3.eu-west-1.amazonaws.com"
          }
        }
      },
    ]
  })
}

resource "aws_iam_user_policy" "Jane_s3denied_grant_3496a9d4" {
  name = "s3denied-grant-3496a9d4"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
      {
        Effect = "Allow"
        Action = [
          "kms:GenerateDataKey",
          "kms:Decrypt",
        ]
        Resource = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        Condition = {
          StringEquals = {
            "kms:ViaService" = "s3.eu-west-1.amazonaws.com"
          }
        }
      },
    ]
  })
}
