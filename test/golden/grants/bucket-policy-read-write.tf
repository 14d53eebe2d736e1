# The bucket policy is there already: where Terraform has it, change it there; else import it before the first apply:
# terraform import aws_s3_bucket_policy.amzn_s3_demo_bucket amzn-s3-demo-bucket
resource "aws_s3_bucket_policy" "amzn_s3_demo_bucket" {
  bucket = "amzn-s3-demo-bucket"

  policy = jsonencode({
    Id      = "Shared"
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Partners"
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::777788889999:root"
        }
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/*"
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource = [
          "arn:aws:s3:::amzn-s3-demo-bucket",
          "arn:aws:s3:::amzn-s3-demo-bucket/*",
        ]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action = [
          "s3:PutObject",
          "s3:PutObjectAcl",
        ]
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
        Condition = {
          StringEquals = {
            "s3:x-amz-acl" = "bucket-owner-full-control"
          }
        }
      },
    ]
  })
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
          "kms:Decrypt",
          "kms:GenerateDataKey",
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

resource "aws_iam_user_policy" "Jane_s3denied_grant_5892b368" {
  name = "s3denied-grant-5892b368"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "s3:GetObject",
          "s3:PutObject",
          "s3:PutObjectAcl",
        ]
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket/reports/*"
      },
      {
        Effect = "Allow"
        Action = [
          "kms:Decrypt",
          "kms:GenerateDataKey",
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
