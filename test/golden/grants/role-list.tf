resource "aws_iam_role" "s3_list_amzn_s3_demo_bucket_947b6ff8" {
  name = "s3-list-amzn-s3-demo-bucket-947b6ff8"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::111122223333:user/Jane"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "s3_list_amzn_s3_demo_bucket_947b6ff8" {
  name = "s3-access"
  role = aws_iam_role.s3_list_amzn_s3_demo_bucket_947b6ff8.id
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

resource "aws_iam_user_policy" "Jane_s3denied_grant_009e1300" {
  name = "s3denied-grant-009e1300"
  user = "Jane"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:aws:iam::444455556666:role/s3-list-amzn-s3-demo-bucket-947b6ff8"
      },
    ]
  })
}
