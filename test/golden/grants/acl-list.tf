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
      permission = "READ"
    }
    owner {
      id = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    }
  }
}

resource "aws_iam_user_policy" "Jane_s3denied_grant_c880abfb" {
  name = "s3denied-grant-c880abfb"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = "arn:aws:s3:::amzn-s3-demo-bucket"
        Condition = {
          StringLike = {
            "s3:prefix" = "reports/*"
          }
        }
      },
    ]
  })
}
